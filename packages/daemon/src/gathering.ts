/** With a smaller buffer the kernel might drop what comes meanwhile. */
const LEAST_RECEIVE_BUFFER_BYTES = 1024 * 1024;
/** At 100,000 datagrams a second the kernel keeps half a mebibyte in this time. */
const WAIT_MS = 2;
/** A turn that took so many was worth waking for. libuv takes 32 in one at most: after one that took all of these, more may be waiting. */
const MANY = 16;
/** What comes at longer intervals is no stream: then there is nothing to gain. */
const STREAM_MS = 5;

const nobodyWakes = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/**
 * Lets datagrams of a stream gather in the kernel: being woken, and asking once more in vain, costs as much as receiving one, and a thread that is
 * fast is woken for every few. Where the receive buffer is large, the thread sleeps for two milliseconds after a turn of its event loop that took
 * few. One that took many is followed by the next at once, so that the rate is not bounded.
 */
export class Gathering {
  readonly #isOn: boolean;
  #datagrams = 0;
  #lastTurnMs = Number.NEGATIVE_INFINITY;

  constructor(receiveBufferBytes: number) {
    this.#isOn = receiveBufferBytes >= LEAST_RECEIVE_BUFFER_BYTES;
  }

  /** A datagram has come. */
  note(): void {
    if (!this.#isOn) return;
    this.#datagrams += 1;
    if (this.#datagrams === 1) setImmediate(this.#endTurn);
  }

  readonly #endTurn = (): void => {
    const nowMs = performance.now();
    const isWorthIt = this.#datagrams < MANY && nowMs - this.#lastTurnMs < STREAM_MS;
    this.#datagrams = 0;
    this.#lastTurnMs = nowMs;
    if (isWorthIt) Atomics.wait(nobodyWakes, 0, 0, WAIT_MS);
  };
}
