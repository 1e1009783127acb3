/** Redis by `ioredis`. */

// For users
export type { RedisOptions } from '../redis/redis-channels.js';
export { ioredis } from './ioredis.js';
