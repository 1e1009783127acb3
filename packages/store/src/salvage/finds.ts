import { constants, inflateRawSync } from 'node:zlib';
import { splitFrames } from '../sqlite/frames.js';
import { hashOf } from '../sqlite/hashed-document.js';
import { type FoundRow, rowsOf } from './leaf-rows.js';
import type { PageSource } from './page-source.js';

/** What of a store is not made of something else: its documents, and the settings. */
export type Find =
  | { readonly kind: 'document'; readonly body: Uint8Array }
  | { readonly kind: 'setting'; readonly setting: FoundSetting }
  /** A row of documents that cannot be read to its end. */
  | { readonly kind: 'cut' }
  /** A page that should hold rows and holds none. */
  | { readonly kind: 'damaged-page'; readonly page: number };

/** A setting as its row holds it. */
export interface FoundSetting {
  readonly kind: string;
  readonly key: string;
  readonly revision: number;
  readonly value: string;
}

const NULL = 0;
const KEY_BLOB = 12 + 2 * 16;

/** Finds what can be read on a page, by the shape of its rows: neither the schema nor the page above it is needed. */
export function* findsOn(source: PageSource, page: number): Generator<Find> {
  const kind = source.kind(page);
  if (kind === 'free' || kind === 'map' || kind === 'overflow') return;
  const rows = rowsOf(source, page);
  if (rows === undefined) {
    if (kind === 'tree') yield { kind: 'damaged-page', page };
    return;
  }
  for (const row of rows) {
    if (isDocument(row)) yield* documentOf(row);
    else if (isPack(row)) yield* packOf(row, source.pageBytes);
    else if (isSetting(row)) yield* settingOf(row);
  }
}

/** `document`: rid, trace, hash, body. */
function isDocument({ ofTable, types }: FoundRow): boolean {
  return (
    ofTable &&
    types.length === 4 &&
    types[0] === NULL &&
    types[1] === KEY_BLOB &&
    types[2] === KEY_BLOB &&
    isBlob(types[3])
  );
}

/** `pack`: id, traces, rows, documents. */
function isPack({ ofTable, types }: FoundRow): boolean {
  return (
    ofTable &&
    types.length === 4 &&
    types[0] === NULL &&
    isInteger(types[1]) &&
    isBlob(types[2]) &&
    isBlob(types[3])
  );
}

/** `setting`: kind, key, revision, value; a table without row numbers. */
function isSetting({ ofTable, types }: FoundRow): boolean {
  return (
    !ofTable &&
    types.length === 4 &&
    isText(types[0]) &&
    isText(types[1]) &&
    isInteger(types[2]) &&
    isText(types[3])
  );
}

function* documentOf(row: FoundRow): Generator<Find> {
  const { columns } = row.read();
  const [, , hash, body] = columns;
  if (body !== undefined && hash?.equals(hashOf(body))) yield { kind: 'document', body };
  else yield { kind: 'cut' };
}

/** Of a block that cannot be read to its end, what comes before. */
function* packOf(row: FoundRow, pageBytes: number): Generator<Find> {
  const { columns, whole } = row.read();
  const { frames, complete } = expanded(columns[3] ?? Buffer.alloc(0), pageBytes);
  let cut = !(whole && complete);
  for (const trace of frames) {
    const documents = leadingFrames(trace, false);
    for (const body of documents.frames) yield { kind: 'document', body };
    cut ||= !documents.complete;
  }
  if (cut) yield { kind: 'cut' };
}

function* settingOf(row: FoundRow): Generator<Find> {
  const { columns, whole } = row.read();
  const [kind = '', key = '', value = ''] = [0, 1, 3].map((column) => columns[column]?.toString());
  const revision = columns[2] ?? Buffer.alloc(0);
  if (!whole || ![kind, key, value].every(isJson)) {
    yield { kind: 'cut' };
    return;
  }
  yield { kind: 'setting', setting: { kind, key, value, revision: integerOf(row.types[2] ?? 0, revision) } };
}

interface Frames {
  readonly frames: readonly Uint8Array[];
  readonly complete: boolean;
}

/** Expands as much as can be: a damaged page ends what comes from it and after it. */
function expanded(compressed: Buffer, pageBytes: number): Frames {
  for (let bytes = compressed.byteLength; bytes > 0; bytes -= pageBytes / 4) {
    try {
      const part = compressed.subarray(0, bytes);
      const content = inflateRawSync(part, { finishFlush: constants.Z_SYNC_FLUSH });
      const { frames, complete } = leadingFrames(content, true);
      return { frames, complete: complete && bytes === compressed.byteLength };
    } catch {
      // Damage within this part: less of it may do.
    }
  }
  return { frames: [], complete: false };
}

/** The frames up to the end, or to where they are cut off: with the beginning of that one, or without it. */
function leadingFrames(joined: Uint8Array, withCut: boolean): Frames {
  const bytes = Buffer.from(joined.buffer, joined.byteOffset, joined.byteLength);
  let end = 0;
  while (end + 4 <= bytes.length && end + 4 + bytes.readUInt32LE(end) <= bytes.length)
    end += 4 + bytes.readUInt32LE(end);
  const frames = splitFrames(bytes.subarray(0, end));
  if (withCut && end + 4 < bytes.length) frames.push(bytes.subarray(end + 4));
  return { frames, complete: end === bytes.length };
}

function isBlob(type: number | undefined): boolean {
  return type !== undefined && type >= 12 && type % 2 === 0;
}

function isText(type: number | undefined): boolean {
  return type !== undefined && type >= 13 && type % 2 === 1;
}

function isInteger(type: number | undefined): boolean {
  return type !== undefined && ((type >= 1 && type <= 6) || type === 8 || type === 9);
}

function integerOf(type: number, bytes: Buffer): number {
  if (type === 8 || type === 9) return type - 8;
  return bytes.byteLength === 0 || bytes.byteLength > 6 ? 0 : bytes.readIntBE(0, bytes.byteLength);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
