/** The figures that the socket's thread counts, in the order in which they lie in shared memory. */
const SLOTS = [
  'received',
  'no-newline',
  'invalid-header',
  'empty-document',
  'too-many-documents',
  'too-large',
  'sender-not-allowed',
  'buffer-full',
  'shutdown',
  'packed',
  'bufferedBytes',
  'receiveBufferBytes',
  'kernelDrops',
] as const;

/** One figure of {@link ThreadCounters}. */
export type ThreadFigure = (typeof SLOTS)[number];

/** Kernel drops before the first reading, and where the system does not tell. */
const UNKNOWN = -1;

/** Counters that the socket's thread writes and the main thread reads at any time, without a message between them. */
export class ThreadCounters {
  /** The memory both threads share; give it to the other thread's constructor. */
  readonly memory: SharedArrayBuffer;
  readonly #figures: BigInt64Array;

  constructor(memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer(SLOTS.length * BigInt64Array.BYTES_PER_ELEMENT);
    this.#figures = new BigInt64Array(this.memory);
    if (memory === undefined) this.set('kernelDrops', UNKNOWN);
  }

  add(figure: ThreadFigure, amount: number): void {
    Atomics.add(this.#figures, SLOTS.indexOf(figure), BigInt(amount));
  }

  set(figure: ThreadFigure, value: number): void {
    Atomics.store(this.#figures, SLOTS.indexOf(figure), BigInt(value));
  }

  get(figure: ThreadFigure): number {
    return Number(Atomics.load(this.#figures, SLOTS.indexOf(figure)));
  }

  /** Those of the given figures that are not zero. */
  nonZero(figures: readonly ThreadFigure[]): Record<string, number> {
    return Object.fromEntries(
      figures.map((figure) => [figure, this.get(figure)] as const).filter(([, count]) => count !== 0),
    );
  }

  /** Datagrams dropped by the kernel; undefined where the system does not tell. */
  get kernelDrops(): number | undefined {
    const drops = this.get('kernelDrops');
    return drops === UNKNOWN ? undefined : drops;
  }
}
