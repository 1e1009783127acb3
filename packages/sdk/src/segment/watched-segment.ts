import type { HttpBlock } from '@radiograph/protocol';
import { kindOfError, kindOfStatus } from '../exception/error-kind.js';
import { read } from '../exception/format-exception.js';
import { type Recording, tellEnd } from '../recorder/recording.js';
import type { ErrorOptions } from './entity.js';
import { UnsampledSegment } from './unsampled.js';

/** The segment of a request that is not sampled, under a rule that wants to know how its requests end. */
export class WatchedSegment extends UnsampledSegment {
  override readonly observed = true;
  override closed = false;
  readonly #recording: Recording;
  readonly #onEnd: (fault: boolean) => void;
  #fault = false;

  constructor(
    recording: Recording,
    name: string,
    root: string | undefined,
    rest: string,
    onEnd: (fault: boolean) => void,
  ) {
    super(recording, name, root, rest);
    this.#recording = recording;
    this.#onEnd = onEnd;
  }

  override setHttp(block: HttpBlock): void {
    const response = read(block, 'response');
    const status = typeof response === 'object' && response !== null ? read(response, 'status') : undefined;
    if (typeof status === 'number' && kindOfStatus(status) === 'fault') this.#fault = true;
  }

  override addError(error: unknown, options?: ErrorOptions): void {
    if ((options?.kind ?? kindOfError(error)) === 'fault') this.#fault = true;
  }

  override close(error?: unknown): void {
    if (this.closed) return;
    if (error !== undefined) this.addError(error);
    this.closed = true;
    tellEnd(this.#recording, this.#onEnd, this.#fault);
  }
}
