import { type RedisOptions, recordRedis } from './redis-channels.js';

/**
 * Records every command of `redis` (node-redis) in this process as a subsegment of what is current, and commands that go
 * together as one. Doing it again replaces the options.
 *
 * @param client is given back as it is, so that the call can stand around a client
 * @example
 * const client = redis(createClient());
 */
export function redis<Client = undefined>(client?: Client, options: RedisOptions = {}): Client {
  recordRedis('node-redis', options);
  return client as Client;
}
