import { PACKED_DATAGRAMS } from '@radiograph/protocol';
import type { DaemonAddress } from './daemon-address.js';

/** One document in each datagram, as AWS's daemon takes them, or several, each on a line of its own. */
export type Datagrams = 'one' | 'lines';

/**
 * Whether a receiver takes several documents in one datagram: as it was set, else as the receiver itself says in answers of its TCP
 * side. That is believed only where both sides are one address, and until the receiver goes away.
 */
export class DatagramForm {
  readonly #address: DaemonAddress;
  readonly #set: Datagrams | undefined;
  readonly #learns: boolean;
  #packed: boolean;

  constructor(address: DaemonAddress, set: Datagrams | undefined) {
    const { udp, tcp } = address;
    this.#address = address;
    this.#set = set;
    this.#learns = set === undefined && udp.host === tcp.host && udp.port === tcp.port;
    this.#packed = set === 'lines';
  }

  /** Whether several documents will never go into one datagram. */
  get single(): boolean {
    return this.#set === 'one';
  }

  /** Whether several documents may go into one datagram now. */
  get packed(): boolean {
    return this.#packed;
  }

  /** Takes the receiver's word, by the value of its header; nothing where it sent none. */
  told(value: unknown): void {
    if (this.#learns) this.#packed = value === PACKED_DATAGRAMS;
  }

  /** The receiver has gone: another one may take its place. */
  forget(): void {
    if (this.#learns) this.#packed = false;
  }

  /** Whether this is about the same receiver, so that what was learnt holds. */
  isFor({ udp, tcp }: DaemonAddress, set: Datagrams | undefined): boolean {
    const known = this.#address;
    const same = known.udp.host === udp.host && known.udp.port === udp.port;
    return same && known.tcp.host === tcp.host && known.tcp.port === tcp.port && this.#set === set;
  }
}
