import { BlockList, isIP } from 'node:net';
import { DaemonError } from './daemon-error.js';

/** Networks whose datagrams are taken. */
export class AllowedSenders {
  readonly #list = new BlockList();

  /**
   * @param networks such as `10.0.0.0/8`; an address alone is the network of itself
   * @throws DaemonError `daemon/invalid-option`
   */
  constructor(networks: readonly string[]) {
    for (const network of networks) this.#add(network);
  }

  /** Whether a sender is in one of the networks; an IPv4 address that came by an IPv6 socket counts as itself. */
  has(address: string): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
    return this.#list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  }

  #add(network: string): void {
    const [address = '', bits, ...rest] = network.split('/');
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    if (family === 0 || rest.length > 0 || !(prefix <= most)) {
      throw new DaemonError(
        'daemon/invalid-option',
        `allow has '${network}', which is no network; write an address and the length of its prefix, such as 10.0.0.0/8`,
      );
    }
    this.#list.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
  }
}
