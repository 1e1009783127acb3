/** PostgreSQL by `pg`. */

// For users
export { sanitize } from '../sql/sanitize.js';
export type { SqlOptions } from '../sql/sql-options.js';
export { withoutSecrets } from '../sql/without-secrets.js';
export { pg } from './pg.js';

// For integrators
export type { PgClient, PgPool } from './shapes.js';
