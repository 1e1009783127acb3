/** With a smaller buffer the kernel would drop what comes meanwhile. */
const LEAST_RECEIVE_BUFFER_BYTES = 1024 * 1024;
/** At 100,000 datagrams a second the kernel keeps half a mebibyte in this time. */
const WAIT_MS = 2;
/** Fewer in one turn of the event loop are no burst: then there is nothing to gain. */
const BURST = 2;

const nobodyWakes = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/**
 * Lets datagrams of a burst gather in the kernel: being woken and asking once too often costs as much as receiving one, and a thread that is
 * fast is woken for every few. Where the receive buffer is large, the thread sleeps for two milliseconds after a turn that brought several.
 */
export class Gathering {
  readonly #isOn: boolean;
  #datagrams = 0;

  constructor(receiveBufferBytes: number) {
    this.#isOn = receiveBufferBytes >= LEAST_RECEIVE_BUFFER_BYTES;
  }

  /** A datagram has come. */
  note(): void {
    if (!this.#isOn) return;
    this.#datagrams += 1;
    if (this.#datagrams === 1) setImmediate(() => this.#endTurn());
  }

  #endTurn(): void {
    const isBurst = this.#datagrams >= BURST;
    this.#datagrams = 0;
    if (isBurst) Atomics.wait(nobodyWakes, 0, 0, WAIT_MS);
  }
}
