import type { IdGenerator } from '../index.js';

/** Ids that count up from one, so that documents are the same in every run. */
export class SequentialIds implements IdGenerator {
  #traces = 0;
  #segments = 0;

  traceId(epochS: number): string {
    return `1-${Math.floor(epochS).toString(16).padStart(8, '0')}-${hex(++this.#traces, 24)}`;
  }

  segmentId(): string {
    return hex(++this.#segments, 16);
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
