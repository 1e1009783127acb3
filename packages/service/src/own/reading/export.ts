import { Readable } from 'node:stream';
import type { TraceStore } from '@radiograph/store';
import type { TraceRecord } from '@radiograph/trace';
import { Type } from '@sinclair/typebox';
import type { Exchange } from '../../http/exchange.js';
import { memberReader, Text, Time } from '../../http/members.js';
import { traceSummary } from '../../wire/trace-summary.js';
import { csvHead, csvLine } from './csv.js';
import { readScope, type Scope, type ScopeRules } from './scope.js';

const readInput = memberReader(
  Type.Object({
    start: Time,
    end: Time,
    filter: Type.Optional(Text('a filter expression')),
    format: Type.Optional(
      Type.Union([Type.Literal('csv'), Type.Literal('json'), Type.Literal('documents')], {
        expects: '"csv", "json" or "documents"',
      }),
    ),
  }),
);

const formats = {
  csv: { type: 'text/csv; charset=utf-8', file: 'traces.csv' },
  json: { type: 'application/json', file: 'traces.json' },
  documents: { type: 'application/x-ndjson', file: 'documents.ndjson' },
} as const;

const pageSize = 200;
/** Bytes written at a time. */
const pieceBytes = 64 * 1024;

type Reads = Pick<TraceStore, 'search' | 'documentLines'>;

/**
 * Answers `GET export`: every trace of a scope as a file, newest first, written as it is read and no faster than the client takes
 * it. `csv` is a table, `json` the summaries of GetTraceSummaries, `documents` one segment document a line, as `radiograph send` takes.
 */
export async function exportTraces(
  exchange: Exchange,
  { store, ...rules }: ScopeRules & { store: Reads },
): Promise<Response> {
  const input = readInput(numbered(exchange.req.query()));
  const scope = await readScope(input, rules);
  const format = input.format ?? 'json';
  const pieces = writers[format](store, scope, exchange.req.raw.signal);
  // What fails before the first piece becomes an error answer; later the connection can only be cut.
  const first = await pieces.next();
  const text = Readable.from(resumed(first, pieces), { objectMode: false });
  return exchange.body(Readable.toWeb(text) as ReadableStream<Uint8Array<ArrayBuffer>>, 200, {
    'Content-Type': formats[format].type,
    'Content-Disposition': `attachment; filename="${formats[format].file}"`,
    'Cache-Control': 'no-store',
  });
}

/** A query has texts only; one that is a number is a time in epoch seconds. */
function numbered(query: Readonly<Record<string, string>>): Record<string, unknown> {
  const time = (text: string | undefined): number | string | undefined =>
    text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  return { ...query, start: time(query['start']), end: time(query['end']) };
}

type Piece = string | Uint8Array;

type Writer = (store: Reads, scope: Scope, signal: AbortSignal) => AsyncGenerator<Piece>;

const writers: Readonly<Record<keyof typeof formats, Writer>> = {
  async *csv(store, scope, signal) {
    yield csvHead;
    for await (const records of pages(store, scope, signal)) yield records.map(csvLine).join('');
  },
  async *json(store, scope, signal) {
    let separator = '';
    yield '{"TraceSummaries":[';
    for await (const records of pages(store, scope, signal)) {
      if (records.length === 0) continue;
      yield separator + records.map((record) => JSON.stringify(traceSummary(record))).join(',\n');
      separator = ',\n';
    }
    yield ']}\n';
  },
  async *documents(store, scope, signal) {
    yield '';
    for await (const records of pages(store, scope, signal)) {
      // One trace at a time, which is what bounds the memory of an export.
      for (const { id } of records)
        for (const lines of await store.documentLines([id], signal)) yield* pieces(lines);
    }
  },
};

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function* pages(
  store: Reads,
  { start, end, grouped }: Scope,
  signal: AbortSignal,
): AsyncGenerator<readonly TraceRecord[]> {
  let token: string | undefined;
  do {
    const page = await store.search(
      { start, end, pageSize, ...grouped, ...(token !== undefined && { token }) },
      signal,
    );
    yield page.records;
    token = page.token;
  } while (token !== undefined);
}

async function* resumed(first: IteratorResult<Piece>, rest: AsyncGenerator<Piece>): AsyncGenerator<Piece> {
  if (first.done !== true && first.value !== '') yield first.value;
  yield* rest;
}
