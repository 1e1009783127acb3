import type { AwsBlock, JsonValue, TraceHeader } from '@radiograph/protocol';
import type { DocumentEmitter, Emitter } from '../emitter/emitter.js';
import { type SplitDocument, splitDocument } from '../emitter/split-document.js';
import type { ExceptionFormat } from '../exception/format-exception.js';
import type { ProblemLog } from '../logging/problem-log.js';
import type { Clock } from '../segment/clock.js';
import type { SegmentDraft, SubsegmentDraft } from '../segment/draft.js';
import type { IdGenerator } from '../segment/ids.js';
import { jsonValue } from '../segment/json-value.js';
import type { OpenSegments } from '../segment/open-segments.js';
import { SDK_VERSION } from '../version.js';
import type { Surroundings } from './plugin.js';

/** Where documents go now. It is shared, so that open segments follow when the emitter is changed. */
export interface Outlet {
  emitter: Emitter & Partial<DocumentEmitter>;
}

/** What segments need of their recorder. A segment keeps the one it began with, so reconfiguring never disturbs it. */
export interface Recording {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly outlet: Outlet;
  readonly problems: ProblemLog;
  /** More subsegments than this held by one segment are sent on their own as they close. */
  readonly streamingThreshold: number;
  readonly service: Readonly<Record<string, JsonValue>>;
  /** Says what is written of an error. Never throws. */
  readonly describe: (error: unknown) => ExceptionFormat;
  /** Watches segments that run for long; `undefined` where nobody wants to see them meanwhile. */
  readonly openSegments: OpenSegments | undefined;
  /** Whether what is not sampled bears ids of zeros, which cost nothing. */
  readonly noopIds: boolean;
  /** Writes W3C's `traceparent`, where callees are sent it too. */
  readonly traceparent: ((header: Partial<TraceHeader>) => string | undefined) | undefined;
  /** Where the application runs: plugins add to it while it starts. */
  readonly surroundings: Surroundings;
}

/** What documents say of the SDK. */
export const sdkItself: AwsBlock = { xray: { sdk: 'Radiograph for Node.js', sdk_version: SDK_VERSION } };

/** What documents say of what the service runs on. */
export const thisRuntime: Readonly<Record<string, string>> = {
  runtime: 'node',
  runtime_version: process.versions.node,
};

/** Hands a finished document to the emitter, in parts where it is too large for one. Never throws. */
export function sendDocument(recording: Recording, document: SegmentDraft | SubsegmentDraft): void {
  const { outlet, problems } = recording;
  const { emitter } = outlet;
  try {
    if (emitter.emitDocument?.(document) === true) return;
    const text = serialise(document);
    const most = emitter.maxDocumentBytes;
    // A UTF-16 unit takes at most three bytes, so most documents need no counting.
    if (text.length * 3 <= most || Buffer.byteLength(text) <= most) {
      emitter.emit(text);
      return;
    }
    emitParts(recording, splitDocument(JSON.parse(text), most));
  } catch (error) {
    problems.report('sdk/emitter-failed', 'a document could not be emitted', { error });
  }
}

/** Tells a sampler how a request ended. Never throws. */
export function tellEnd({ problems }: Recording, onEnd: (fault: boolean) => void, fault: boolean): void {
  try {
    onEnd(fault);
  } catch (error) {
    problems.report('sdk/sampler-failed', 'the sampler threw when a request had ended', { error });
  }
}

function emitParts({ outlet, problems }: Recording, { texts, cut }: SplitDocument): void {
  if (cut) problems.report('sdk/document-cut', 'a segment or subsegment that is too large by itself was cut');
  for (const text of texts) outlet.emitter.emit(text);
}

/** Blocks of an application may hold what JSON does not take; then everything is copied into what it does. */
function serialise(document: SegmentDraft | SubsegmentDraft): string {
  try {
    return JSON.stringify(document);
  } catch {
    return JSON.stringify(jsonValue(document));
  }
}
