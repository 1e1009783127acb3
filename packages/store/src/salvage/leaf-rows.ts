import type { PageSource } from './page-source.js';

const TABLE_LEAF = 0x0d;
const INDEX_LEAF = 0x0a;
const INDEX_INNER = 0x02;
const TABLE_INNER = 0x05;

/** A row as its page holds it, not read further than its types. */
export interface FoundRow {
  /** Of a table, as opposed to an index or a table without row numbers. */
  readonly ofTable: boolean;
  /** What its columns hold, by SQLite's serial types. */
  readonly types: readonly number[];
  /** Reads the columns. A row whose pages are damaged ends early: `whole` is false then, and its last columns are short. */
  read(): { readonly columns: readonly Buffer[]; readonly whole: boolean };
}

/** The rows on a page of a tree; undefined where the page is not what it should be. Rows that point out of the page are left out. */
export function rowsOf(source: PageSource, number: number): readonly FoundRow[] | undefined {
  const page = source.page(number);
  const start = number === 1 ? 100 : 0;
  const type = page[start] ?? 0;
  if (type === TABLE_INNER) return [];
  if (type !== TABLE_LEAF && type !== INDEX_LEAF && type !== INDEX_INNER) return undefined;
  const count = page.readUInt16BE(start + 3);
  const pointers = start + (type === INDEX_INNER ? 12 : 8);
  if (pointers + 2 * count > page.byteLength) return undefined;
  const rows: FoundRow[] = [];
  for (let cell = 0; cell < count; cell++) {
    const at = page.readUInt16BE(pointers + 2 * cell);
    const row = at < pointers ? undefined : rowAt(source, page, at + (type === INDEX_INNER ? 4 : 0), type);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

function rowAt(source: PageSource, page: Buffer, at: number, type: number): FoundRow | undefined {
  const size = varint(page, at);
  if (size === undefined) return undefined;
  const ofTable = type === TABLE_LEAF;
  const rowNumber = ofTable ? varint(page, size.end) : size;
  if (rowNumber === undefined || size.value > source.pageCount * source.pageBytes) return undefined;
  const start = rowNumber.end;
  const local = localBytes(size.value, source.pageBytes, ofTable);
  const types = typesOf(page.subarray(start, start + local));
  if (types === undefined) return undefined;
  const inside = page.subarray(start, start + local);
  const next =
    local < size.value && start + local + 4 <= page.byteLength ? page.readUInt32BE(start + local) : 0;
  return {
    ofTable,
    types: types.types,
    read() {
      const payload = Buffer.concat([inside, ...chain(source, next, size.value - local)]);
      return { columns: columnsOf(payload, types), whole: payload.byteLength === size.value };
    },
  };
}

/** How much of a row lies on its own page. */
function localBytes(size: number, pageBytes: number, ofTable: boolean): number {
  const most = ofTable ? pageBytes - 35 : Math.floor(((pageBytes - 12) * 64) / 255) - 23;
  if (size <= most) return size;
  const least = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (pageBytes - 4));
  return fitting <= most ? fitting : least;
}

/** What of a row lies on pages of its own, as far as these are such. */
function chain(source: PageSource, first: number, bytes: number): Buffer[] {
  const parts: Buffer[] = [];
  let left = bytes;
  for (let number = first; left > 0; ) {
    const kind = source.kind(number);
    if (number < 2 || number > source.pageCount || (kind !== 'overflow' && kind !== 'unknown')) break;
    const page = source.page(number);
    const part = page.subarray(4, 4 + left);
    parts.push(part);
    left -= part.byteLength;
    number = page.readUInt32BE(0);
  }
  return parts;
}

interface Types {
  readonly types: readonly number[];
  readonly headBytes: number;
}

function typesOf(payload: Buffer): Types | undefined {
  const head = varint(payload, 0);
  if (head === undefined || head.value > payload.byteLength) return undefined;
  const types: number[] = [];
  for (let at = head.end; at < head.value; ) {
    const type = varint(payload, at);
    if (type === undefined) return undefined;
    types.push(type.value);
    at = type.end;
  }
  return { types, headBytes: head.value };
}

function columnsOf(payload: Buffer, { types, headBytes }: Types): Buffer[] {
  let at = headBytes;
  return types.map((type) => {
    const column = payload.subarray(at, at + bytesOfType(type));
    at += bytesOfType(type);
    return column;
  });
}

/** The bytes of a value of a serial type. */
function bytesOfType(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

/** A number of one to nine bytes; undefined where it is cut off or larger than any that means something here. */
function varint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let end = at; end < at + 9; end++) {
    const byte = bytes[end];
    if (byte === undefined) return undefined;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, end: end + 1 } : undefined;
  }
  // Nine bytes: a negative row number, which is none of ours, or garbage.
  return undefined;
}
