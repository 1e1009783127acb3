/** MySQL and MariaDB by `mysql2`. */

// For users
export type { SqlOptions } from '../sql/sql-options.js';
// For integrators
export { mysql2, recordPool } from './mysql2.js';
