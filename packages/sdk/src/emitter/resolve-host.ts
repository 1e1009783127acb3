/** Four numbers, or IPv6. `node:net` would know too, but takes longer to load than the rest of the emitter. */
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$|:/;

/** Whether a host is an address already, so that there is nothing to resolve. */
export function isAddress(host: string): boolean {
  return ADDRESS.test(host);
}

/**
 * Gives every address of a host, in the order in which the system prefers them; at least one.
 *
 * @throws the system's error when the name is not known
 */
export async function resolveHost(host: string): Promise<readonly string[]> {
  if (isAddress(host)) return [host];
  const { lookup } = await import('node:dns');
  return new Promise((resolved, failed) => {
    lookup(host, { all: true }, (error, found) => {
      if (error !== null) failed(error);
      else resolved(found.map(({ address }) => address));
    });
  });
}
