import type { KeywordName } from './keyword.js';

/**
 * How a field is read from a row, by type. A flag is always there; a number or string may be absent (undefined);
 * `strings` is a field with any number of values, of which `some` tells whether one passes a test; `spellings` is one value that has
 * several names, none where it is absent.
 */
export type Reader<Row> =
  | { readonly type: 'boolean'; readonly read: (row: Row) => boolean }
  | { readonly type: 'number'; readonly read: (row: Row) => number | undefined }
  | { readonly type: 'string'; readonly read: (row: Row) => string | undefined }
  | { readonly type: 'strings'; readonly some: (row: Row, test: (value: string) => boolean) => boolean }
  | { readonly type: 'spellings'; readonly read: (row: Row) => readonly string[] };

/** The keywords that a kind of row has, and how each is read. */
export type Fields<Row> = Readonly<Partial<Record<KeywordName, Reader<Row>>>>;

/** A test of a row. */
export type Predicate<Row> = (row: Row) => boolean;

/** A field that is true or false, and always there. */
export function flag<Row>(read: (row: Row) => boolean): Reader<Row> {
  return { type: 'boolean', read };
}

/** A field that is a number, or absent. */
export function number<Row>(read: (row: Row) => number | undefined): Reader<Row> {
  return { type: 'number', read };
}

/** A field that is a string, or absent. */
export function string<Row>(read: (row: Row) => string | undefined): Reader<Row> {
  return { type: 'string', read };
}

/** A field of any number of strings. */
export function strings<Row>(some: (row: Row, test: (value: string) => boolean) => boolean): Reader<Row> {
  return { type: 'strings', some };
}

/** A field of one value that goes by several names. */
export function spellings<Row>(read: (row: Row) => readonly string[]): Reader<Row> {
  return { type: 'spellings', read };
}
