import type { Subsegment } from '../../index.js';

/** A part of a call, named as the X-Ray SDK for Go names it. */
export type Phase = 'connect' | 'dns' | 'dial' | 'tls' | 'request' | 'response';

const INSIDE_CONNECT: ReadonlySet<Phase> = new Set(['dns', 'dial', 'tls']);

/**
 * The phases of one call as subsegments of it: `connect` with `dns`, `dial` and `tls` inside, then `request` until all is
 * written, and `response` until the first byte. A call over a connection that was there already has no `connect`.
 */
export class CallPhases {
  readonly #call: Subsegment;
  readonly #open: Map<Phase, Subsegment> = new Map();

  constructor(call: Subsegment) {
    this.#call = call;
  }

  begin(phase: Phase): void {
    if (this.#open.has(phase) || this.#call.closed) return;
    const parent = INSIDE_CONNECT.has(phase) ? (this.#open.get('connect') ?? this.#call) : this.#call;
    this.#open.set(phase, parent.beginSubsegment(phase));
  }

  isOpen(phase: Phase): boolean {
    return this.#open.has(phase);
  }

  end(phase: Phase, error?: unknown, detail?: object): void {
    const subsegment = this.#open.get(phase);
    if (subsegment === undefined) return;
    this.#open.delete(phase);
    if (detail !== undefined) subsegment.addMetadata(phase, detail, 'http');
    // A `null` of Node's callbacks is no error.
    subsegment.close(error ?? undefined);
  }

  /** Ends what is open, the innermost first: the call is over. */
  endAll(error?: unknown): void {
    for (const phase of [...this.#open.keys()].reverse()) this.end(phase, error);
  }
}
