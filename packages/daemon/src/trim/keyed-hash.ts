import { createHmac, randomBytes } from 'node:crypto';

/**
 * Replaces values by hashes that tell equal ones from different ones and nothing else: without the key even a value that can be guessed
 * cannot be found again. An empty key means one of this process' own.
 *
 * @example
 * keyedHash('')('alice@example.org') // 'hash:5f0c…', 21 characters
 */
export function keyedHash(key: string): (value: string) => string {
  const secret = key === '' ? randomBytes(32) : Buffer.from(key);
  return (value) => `hash:${createHmac('sha256', secret).update(value).digest('hex').slice(0, 16)}`;
}
