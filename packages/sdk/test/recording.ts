import type { SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { type Logger, Recorder, type RecorderOptions } from '../src/index.js';
import { FakeClock, type MemoryEmitter, memory, SequentialIds } from '../src/testing/index.js';

/** A recorder whose documents are the same in every run, and what it logged. */
export interface TestRecording {
  readonly recorder: Recorder;
  readonly traces: MemoryEmitter;
  readonly clock: FakeClock;
  readonly logged: LogLine[];
}

export interface LogLine {
  readonly code?: string;
  readonly message: string;
}

export function record(options: RecorderOptions = {}, env: NodeJS.ProcessEnv = {}): TestRecording {
  const clock = new FakeClock();
  const logged: LogLine[] = [];
  const recorder = new Recorder(
    { sampling: 'all', clock, ids: new SequentialIds(), logger: collectingLogger(logged), ...options },
    env,
  );
  return { recorder, traces: memory(recorder), clock, logged };
}

export function collectingLogger(lines: LogLine[]): Logger {
  const write = (fields: object, message: string): void => {
    lines.push({ ...fields, message });
  };
  return { debug: write, info: write, warn: write, error: write };
}

/** The only document there is, as a segment. */
export function only(traces: MemoryEmitter): SegmentDocument {
  const { documents } = traces;
  if (documents.length !== 1) throw new Error(`${documents.length} documents instead of one`);
  return documents[0] as SegmentDocument;
}

/** The subsegment at a path of names, or an error that says what is there instead. */
export function find(document: TraceDocument | SubsegmentDocument, ...path: string[]): SubsegmentDocument {
  let entity: TraceDocument | SubsegmentDocument = document;
  for (const name of path) {
    const names: string[] = entity.subsegments?.map((child) => child.name) ?? [];
    const next: SubsegmentDocument | undefined = entity.subsegments?.find((child) => child.name === name);
    if (next === undefined)
      throw new Error(`no '${name}' in '${entity.name}', only ${JSON.stringify(names)}`);
    entity = next;
  }
  return entity as SubsegmentDocument;
}
