import type { Verdict } from '@radiograph/protocol';
import type { Sink } from '../sink.js';
import type { TrimDocument } from './trim-document.js';

const UNREADABLE: Verdict = {
  accepted: false,
  code: 'ParseError',
  message: 'the document is no JSON object; what cannot be trimmed is not passed on',
};

/**
 * Trims documents on their way to another sink. One that cannot be read is refused, since nobody knows what would leave with it; the others
 * of its batch go on.
 */
export class TrimmingSink implements Sink {
  readonly #next: Sink;
  /** Undefined: documents pass as they are. */
  trim: TrimDocument | undefined;

  constructor(next: Sink, trim: TrimDocument | undefined) {
    this.#next = next;
    this.trim = trim;
  }

  async accept(batch: readonly Uint8Array[]): Promise<readonly Verdict[]> {
    const { trim } = this;
    if (trim === undefined) return this.#next.accept(batch);
    const trimmed = batch.map(trim);
    const verdicts = await this.#next.accept(trimmed.filter((document) => document !== undefined));
    let at = 0;
    return trimmed.map((document) => (document === undefined ? UNREADABLE : (verdicts[at++] ?? UNREADABLE)));
  }
}
