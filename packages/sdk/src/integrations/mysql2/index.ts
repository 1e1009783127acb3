/** MySQL and MariaDB by `mysql2`. */

// For users
export type { SqlOptions } from '../sql/sql-options.js';
export { mysql2 } from './mysql2.js';
