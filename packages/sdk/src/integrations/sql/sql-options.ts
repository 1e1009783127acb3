import type { Recorder } from '../../index.js';

/** How SQL calls are recorded; everything may be left out. */
export interface SqlOptions {
  /**
   * What is recorded of a query's text: without its literals (`sanitized`, the default), nothing (`off`), or all of it
   * (`raw`), which is safe only where no query ever has a literal value in it.
   */
  readonly query?: 'sanitized' | 'off' | 'raw';
  /** The connection's URL to record instead of the one that the driver tells; secrets are taken out. */
  readonly url?: string;
  /** The name of the subsegments; by default `database@host`. */
  readonly name?: string;
  /** Where problems are told; by default the default recorder. */
  readonly recorder?: Recorder;
}
