import { type AssembledEntity, compiledDocument, type Trace } from '@radiograph/trace';
import type { CompiledTrace, StoredTrace } from '../trace-store.js';
import type { Job } from './job.js';
import type { Lookup } from './lookup.js';

/** Reads traces one after the other and writes them as text; other reads get their turn between segments. */
export async function compiledTraces(
  ids: readonly string[],
  lookup: Lookup,
  job: Job,
): Promise<readonly CompiledTrace[]> {
  const compiled: CompiledTrace[] = [];
  for (const id of ids) {
    const [stored] = await lookup.traces([id], job);
    if (stored !== undefined) compiled.push(await compiledTrace(stored, job));
  }
  return compiled;
}

async function compiledTrace({ trace, limitExceeded }: StoredTrace, job: Job): Promise<CompiledTrace> {
  const encoder = new TextEncoder();
  const texts: Uint8Array[] = [];
  for (const entity of inOrder(trace)) {
    const document = JSON.stringify(JSON.stringify(compiledDocument(entity)));
    const before = texts.length === 0 ? '[' : ',';
    texts.push(
      encoder.encode(`${before}{"Id":${JSON.stringify(entity.document.id)},"Document":${document}}`),
    );
    await job.step();
  }
  texts.push(encoder.encode(texts.length === 0 ? '[]' : ']'));
  const segments = joined(texts);
  job.moved.push(segments.buffer);
  return { id: trace.id, start: trace.start, end: trace.end, limitExceeded, segments };
}

/** In a buffer of its own: Node's shared pool could not be handed over. */
function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** Subsegments that wait for their parent stand beside the segments. */
function inOrder({ segments, orphans }: Trace): readonly AssembledEntity[] {
  if (orphans.length === 0) return segments;
  return [...segments, ...orphans].sort((a, b) => a.document.start_time - b.document.start_time);
}
