import { BlockList, isIP } from 'node:net';
import { ServiceError } from '../service-error.js';

/** A set of networks, by which the senders of unsigned requests are told apart. */
export class Networks {
  readonly #list = new BlockList();

  /**
   * @param cidrs such as `10.0.0.0/8`, `fd00::/8`; an address alone is the network of itself
   * @throws ServiceError `service/invalid-network`
   */
  constructor(cidrs: readonly string[]) {
    for (const cidr of cidrs) this.#add(cidr);
  }

  /** Whether an address is in one of the networks; an IPv4 address that came by an IPv6 socket counts as itself. */
  has(address: string | undefined): boolean {
    if (address === undefined) return false;
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
    const family = isIP(plain);
    return family !== 0 && this.#list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  }

  #add(cidr: string): void {
    const [address = '', bits, ...rest] = cidr.split('/');
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    if (family === 0 || rest.length > 0 || !(prefix <= most)) {
      throw new ServiceError(
        'service/invalid-network',
        `${JSON.stringify(cidr)} is no network; write an address and the length of its prefix, such as 10.0.0.0/8.`,
      );
    }
    this.#list.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
  }
}

/** The networks that only this machine is in. */
export const loopbackNetworks: readonly string[] = ['127.0.0.0/8', '::1/128'];
