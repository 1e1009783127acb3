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

const SLOT_OF = Object.fromEntries(SLOTS.map((figure, slot) => [figure, slot])) as Readonly<
  Record<ThreadFigure, number>
>;

/** Kernel drops before the first reading, and where the system does not tell. */
const UNKNOWN = -1;

/**
 * Counters that the socket's thread writes and the main thread reads at any time, without a message between them. Only one thread writes, so that
 * plain numbers do: atomic ones of 64 bits are made anew for each datagram.
 */
export class ThreadCounters {
  /** The memory both threads share; give it to the other thread's constructor. */
  readonly memory: SharedArrayBuffer;
  readonly #figures: Float64Array;

  constructor(memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer(SLOTS.length * Float64Array.BYTES_PER_ELEMENT);
    this.#figures = new Float64Array(this.memory);
    if (memory === undefined) this.set('kernelDrops', UNKNOWN);
  }

  add(figure: ThreadFigure, amount: number): void {
    const slot = SLOT_OF[figure];
    this.#figures[slot] = (this.#figures[slot] ?? 0) + amount;
  }

  set(figure: ThreadFigure, value: number): void {
    this.#figures[SLOT_OF[figure]] = value;
  }

  get(figure: ThreadFigure): number {
    return this.#figures[SLOT_OF[figure]] ?? 0;
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
