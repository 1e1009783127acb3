import { lookup } from 'node:dns/promises';
import { ServiceError } from '../service-error.js';

/**
 * The IP address a host name stands for on this machine; an address stands for itself.
 *
 * @throws ServiceError `service/address-unavailable`
 */
export async function resolveAddress(host: string): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    throw new ServiceError(
      'service/address-unavailable',
      `The host ${JSON.stringify(host)} has no address; write 127.0.0.1 or ::1.`,
      {
        cause: error,
      },
    );
  }
}
