import type { Socket } from 'node:dgram';
import { readSync } from 'node:fs';
import { findDescriptor } from './kernel-drops.js';

/** No datagram is larger. */
const LARGEST_DATAGRAM = 64 * 1024;

/**
 * Reads the datagrams that wait in the kernel for a socket, by the system's plain `read`: Node's own way makes a buffer, an address and a call for each, which
 * takes twice the time of the rest. Who sent them stays unknown.
 */
export class KernelBacklog {
  readonly #descriptor: number;
  readonly #memory: Buffer = Buffer.allocUnsafeSlow(LARGEST_DATAGRAM);

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Undefined where a bound socket cannot be read so: everywhere but on Linux. */
  static of(socket: Socket): KernelBacklog | undefined {
    const descriptor = findDescriptor(socket.address());
    return descriptor === undefined ? undefined : new KernelBacklog(descriptor);
  }

  /** Gives the next datagram, which holds until the next call; undefined when none waits, or none can be read. */
  next(): Uint8Array | undefined {
    const { stackTraceLimit } = Error;
    // That nothing waits is an error to Node. Nobody will ask where it was thrown.
    Error.stackTraceLimit = 0;
    try {
      return this.#memory.subarray(0, readSync(this.#descriptor, this.#memory, 0, LARGEST_DATAGRAM, null));
    } catch {
      // Mostly EAGAIN. What lasts of anything else, Node's own way meets and reports.
      return undefined;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }
}
