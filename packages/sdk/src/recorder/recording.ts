import type { AwsBlock, JsonValue } from '@radiograph/protocol';
import type { Emitter } from '../emitter/emitter.js';
import { splitDocument } from '../emitter/split-document.js';
import type { ProblemLog } from '../logging/problem-log.js';
import type { Clock } from '../segment/clock.js';
import type { SegmentDraft, SubsegmentDraft } from '../segment/draft.js';
import type { IdGenerator } from '../segment/ids.js';
import { jsonValue } from '../segment/json-value.js';

/** Where documents go now. It is shared, so that open segments follow when the emitter is changed. */
export interface Outlet {
  emitter: Emitter;
}

/** What segments need of their recorder. A segment keeps the one it began with, so reconfiguring never disturbs it. */
export interface Recording {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly outlet: Outlet;
  readonly problems: ProblemLog;
  /** More subsegments than this held by one segment are sent on their own as they close. */
  readonly streamingThreshold: number;
  /** The parts that all segments of a recorder share. */
  readonly service: Readonly<Record<string, JsonValue>>;
  readonly aws: AwsBlock;
  readonly origin: string | undefined;
}

/** Hands a finished document to the emitter, in parts where it is too large for one. Never throws. */
export function sendDocument(recording: Recording, document: SegmentDraft | SubsegmentDraft): void {
  const { outlet, problems } = recording;
  const { emitter } = outlet;
  try {
    const text = serialise(document);
    if (fits(text, emitter.maxDocumentBytes)) return emitter.emit(text);
    const parts = splitDocument(JSON.parse(text), emitter.maxDocumentBytes);
    if (parts.cut) {
      problems.report(
        'sdk/document-cut',
        `a document of ${text.length} characters was cut, as it could not be split further`,
        {
          name: document.name,
        },
      );
    }
    for (const part of parts.texts) emitter.emit(part);
  } catch (error) {
    problems.report('sdk/emitter-failed', 'a document could not be emitted', { error });
  }
}

/** Blocks of an application may hold what JSON does not take; then everything is copied into what it does. */
function serialise(document: SegmentDraft | SubsegmentDraft): string {
  try {
    return JSON.stringify(document);
  } catch {
    return JSON.stringify(jsonValue(document));
  }
}

/** A UTF-16 unit takes at most three bytes, so most documents need no counting. */
function fits(text: string, maxBytes: number): boolean {
  return text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes;
}
