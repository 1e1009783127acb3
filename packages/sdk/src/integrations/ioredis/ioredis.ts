import { type RedisOptions, recordRedis } from '../redis/redis-channels.js';

/**
 * Records every command of `ioredis` in this process as a subsegment of what is current, and the commands of a pipeline as
 * one. Doing it again replaces the options.
 *
 * @param client is given back as it is, so that the call can stand around a client
 * @example
 * const client = ioredis(new Redis());
 */
export function ioredis<Client = undefined>(client?: Client, options: RedisOptions = {}): Client {
  recordRedis('ioredis', options);
  return client as Client;
}
