import type { Verdict } from '@radiograph/protocol';
import type { DaemonConfiguration } from './configuration/settings.js';
import { DaemonError } from './daemon-error.js';
import type { PackedDocuments, PackedSink } from './packed-documents.js';
import type { CompileKeep } from './tail/keep-trace.js';
import type { TailFigures } from './tail/tail-figures.js';
import { type TailRules, TailSink } from './tail/tail-sink.js';
import { trimBy } from './trim/trim-document.js';
import { TrimmingSink } from './trim/trimming-sink.js';

/** The way of documents from every intake to the outlets: trimmed, then judged by their trace. Neither, by default. */
export class DocumentPath implements PackedSink {
  readonly #outlets: PackedSink;
  readonly #tail: TailSink;
  readonly #trimming: TrimmingSink;
  readonly #compileKeep: CompileKeep | undefined;

  /** @throws DaemonError `daemon/invalid-configuration` */
  constructor(outlets: PackedSink, configuration: DaemonConfiguration, compileKeep: CompileKeep | undefined) {
    this.#outlets = outlets;
    this.#compileKeep = compileKeep;
    this.#tail = new TailSink(outlets, tailRulesOf(configuration, compileKeep));
    this.#trimming = new TrimmingSink(this.#tail, trimBy(configuration));
  }

  accept(batch: readonly Uint8Array[]): Promise<readonly Verdict[]> {
    return this.#trimming.accept(batch);
  }

  acceptPacked(packed: PackedDocuments): Promise<void> | undefined {
    const looks = this.#trimming.trim !== undefined || this.#tail.judges;
    return looks ? undefined : this.#outlets.acceptPacked(packed);
  }

  /** Undefined where no trace is judged. */
  tail(): TailFigures | undefined {
    const figures = this.#tail.figures();
    return figures.received > 0 ? figures : undefined;
  }

  /**
   * Goes on by other rules.
   *
   * @throws DaemonError `daemon/invalid-configuration`
   */
  async configure(configuration: DaemonConfiguration): Promise<void> {
    const rules = tailRulesOf(configuration, this.#compileKeep);
    this.#trimming.trim = trimBy(configuration);
    await this.#tail.configure(rules);
  }

  /** @throws DaemonError `daemon/invalid-configuration` where rules cannot be followed */
  check(configuration: DaemonConfiguration): void {
    tailRulesOf(configuration, this.#compileKeep);
  }

  /** Hands on what waits to be judged. */
  finish(): Promise<void> {
    return this.#tail.finish();
  }
}

const MEGABYTE = 1024 * 1024;

function tailRulesOf(
  { tailSample, tailKeep, tailWaitMs, tailSizeMb }: DaemonConfiguration,
  compileKeep: CompileKeep | undefined,
): TailRules | undefined {
  if (tailSample === 100) return undefined;
  if (compileKeep === undefined && tailKeep !== '')
    throw new DaemonError(
      'daemon/invalid-configuration',
      'tail rules with a filter need compileKeep, which knows the language',
    );
  return {
    keep: tailKeep === '' || compileKeep === undefined ? () => false : compileKeep(tailKeep),
    samplePercent: tailSample,
    waitMs: tailWaitMs,
    maxBytes: tailSizeMb * MEGABYTE,
  };
}
