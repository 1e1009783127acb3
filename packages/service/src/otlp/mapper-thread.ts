import { parentPort } from 'node:worker_threads';
import { decodeTraceRequest, mapSpans, OtlpError } from '@radiograph/otel/otlp';
import type { TraceDocument } from '@radiograph/protocol';
import type { MappedExport, MappingResult, MappingTask } from './mapper-messages.js';

parentPort?.on('message', (task: MappingTask) => {
  const result = resultOf(task);
  const moved = 'mapped' in result ? [result.mapped.bytes.buffer, result.mapped.ends.buffer] : [];
  parentPort?.postMessage(result, moved as ArrayBuffer[]);
});

function resultOf({ id, body, contentType, strict }: MappingTask): MappingResult {
  try {
    const { documents, rejected } = mapSpans(decodeTraceRequest(body, contentType), { strict });
    return { id, mapped: { ...written(documents), rejected } };
  } catch (error) {
    // Anything else is a fault of ours: it ends the thread, and the service answers 500.
    if (!(error instanceof OtlpError)) throw error;
    return { id, refused: { code: error.code, detail: error.message.slice(error.code.length + 2) } };
  }
}

/** All in one buffer: thousands of small ones cost more to move than their bytes do. */
function written(documents: readonly TraceDocument[]): Pick<MappedExport, 'bytes' | 'ends'> {
  const texts = documents.map((document) => JSON.stringify(document));
  const sizes = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.from(new ArrayBuffer(sizes.reduce((sum, size) => sum + size, 0)));
  const ends = new Uint32Array(texts.length);
  let at = 0;
  texts.forEach((text, index) => {
    at += bytes.write(text, at);
    ends[index] = at;
  });
  return { bytes, ends };
}
