/** Redis by `redis` (node-redis). */

// For users
export { redis } from './redis.js';
export type { RedisOptions } from './redis-channels.js';
