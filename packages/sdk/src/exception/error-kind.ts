import type { ErrorKind } from '../segment/entity.js';
import { read } from './format-exception.js';

/** How an error counts when nobody says: by the HTTP status it carries, as the errors of web frameworks do, else as a fault. */
export function kindOfError(error: unknown): ErrorKind {
  if (typeof error !== 'object' || error === null) return 'fault';
  const status = read(error, 'statusCode') ?? read(error, 'status');
  return (typeof status === 'number' && kindOfStatus(status)) || 'fault';
}

/** How a response status counts: 429 as throttle, other 4xx as error, 5xx as fault, anything else not at all. */
export function kindOfStatus(status: number): ErrorKind | undefined {
  if (status === 429) return 'throttle';
  if (status >= 400 && status < 500) return 'error';
  return status >= 500 && status < 600 ? 'fault' : undefined;
}
