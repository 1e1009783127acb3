import type { OtlpLimits } from '../limits.js';
import { OtlpError } from '../otlp-error.js';

/** Counts what a request unfolds to while it is decoded, and ends the decoding of one that unfolds to too much. */
export class Budget {
  readonly #limits: OtlpLimits;
  #spans = 0;
  #items = 0;

  constructor(limits: OtlpLimits) {
    this.#limits = limits;
  }

  /** Counts one span. */
  countSpan(): void {
    if (++this.#spans <= this.#limits.spans) return;
    throw new OtlpError(
      'otlp/too-many-spans',
      `the request holds more than ${this.#limits.spans} spans; send smaller batches`,
    );
  }

  /** Counts one attribute, value, event, link or group of spans. */
  countItem(): void {
    if (++this.#items <= this.#limits.items) return;
    throw new OtlpError(
      'otlp/too-complex',
      `the request holds more than ${this.#limits.items} attributes, events and links; send smaller batches`,
    );
  }

  /** Counts one attribute's value, and looks at how many lists and maps it is inside of. */
  countValue(depth: number): void {
    this.countItem();
    if (depth <= this.#limits.valueDepth) return;
    throw new OtlpError(
      'otlp/too-complex',
      `an attribute is nested deeper than ${this.#limits.valueDepth} levels; send it flatter`,
    );
  }
}
