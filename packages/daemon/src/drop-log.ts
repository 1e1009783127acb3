/** What a log line says about documents that were refused or dropped. */
export interface DropDetails {
  readonly message: string;
  /** How many documents the line is about. */
  readonly documents: number;
  readonly id?: string;
  readonly traceId?: string;
  /** The sender's address and port. */
  readonly sender?: string;
}

/** A line to write: `heldBack` documents of the same reason were not written about since the reason's last line. */
export interface DropLine extends DropDetails {
  readonly reason: string;
  readonly heldBack: number;
}

interface Reason {
  nextLineAtMs: number;
  heldBack: number;
}

/** Each reason speaks at most once in this time. */
const QUIET_MS = 10_000;

/**
 * Lets at most one line per reason and ten seconds through and counts what it held back, so that a flood of bad documents
 * is no flood of lines. Reasons come from closed sets; the map does not grow with input.
 */
export class DropLog {
  readonly #write: (line: DropLine) => void;
  readonly #nowMs: () => number;
  readonly #reasons = new Map<string, Reason>();

  constructor(write: (line: DropLine) => void, nowMs: () => number = () => performance.now()) {
    this.#write = write;
    this.#nowMs = nowMs;
  }

  /** Notes dropped documents; `describe` is called only when the line is written. */
  note(reason: string, documents: number, describe: () => Omit<DropDetails, 'documents'>): void {
    const state = this.#stateOf(reason);
    const nowMs = this.#nowMs();
    if (nowMs < state.nextLineAtMs) {
      state.heldBack += documents;
      return;
    }
    this.#write({ reason, documents, heldBack: state.heldBack, ...describe() });
    state.nextLineAtMs = nowMs + QUIET_MS;
    state.heldBack = 0;
  }

  /** Writes one line for every reason that still holds some back. */
  flush(): void {
    for (const [reason, state] of this.#reasons) {
      if (state.heldBack === 0) continue;
      this.#write({
        reason,
        documents: 0,
        heldBack: state.heldBack,
        message: `${state.heldBack} more since the last line`,
      });
      state.heldBack = 0;
    }
  }

  #stateOf(reason: string): Reason {
    const known = this.#reasons.get(reason);
    if (known !== undefined) return known;
    const state: Reason = { nextLineAtMs: Number.NEGATIVE_INFINITY, heldBack: 0 };
    this.#reasons.set(reason, state);
    return state;
  }
}
