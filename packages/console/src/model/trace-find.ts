import type { AssembledEntity } from '@radiograph/trace';
import type { TraceRow, TraceView } from './trace-view.js';

/** Texts longer than this are searched in their first part only, so that a megabyte of query does not slow every key press. */
const SEARCHED = 2_000;

/** A trace's rows with the text that they are found by, made once. */
export interface FindIndex {
  readonly rows: readonly { readonly id: string; readonly text: string }[];
}

/** Makes the index of a trace: names, requests, operations, queries, users, annotations, exceptions and ids. */
export function findIndex(trace: TraceView): FindIndex {
  return {
    rows: trace.rows.map((row) => ({ id: row.id, text: textOf(row, trace.entities.get(row.id)) })),
  };
}

/** The ids of the rows in which all words occur, in any case; none for an empty text. */
export function findRows(index: FindIndex, words: string): readonly string[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return [];
  return index.rows.filter(({ text }) => wanted.every((word) => text.includes(word))).map(({ id }) => id);
}

/** The match after, or with `step` -1 before, a row in the order of the timeline; around at the ends. */
export function nextMatch(
  trace: TraceView,
  matches: readonly string[],
  from: string | undefined,
  step: 1 | -1,
): string | undefined {
  if (matches.length === 0) return undefined;
  const places = new Map(trace.rows.map((row, index) => [row.id, index]));
  const here = places.get(from ?? '') ?? -1;
  const at = (id: string): number => places.get(id) ?? 0;
  if (step === 1) return matches.find((id) => at(id) > here) ?? matches[0];
  return matches.findLast((id) => at(id) < here) ?? matches.at(-1);
}

function textOf(row: TraceRow, entity: AssembledEntity | undefined): string {
  const parts = [row.name, row.hint, row.id, row.callee?.name, row.status?.toString()];
  if (entity !== undefined) parts.push(...documentTexts(entity));
  return parts
    .flatMap((part) => (part === undefined || part === '' ? [] : part.slice(0, SEARCHED).toLowerCase()))
    .join('\n');
}

function documentTexts({ kind, document }: AssembledEntity): readonly (string | undefined)[] {
  const { http, annotations = {}, cause } = document;
  const thrown = typeof cause === 'object' && cause !== null ? (cause.exceptions ?? []) : [];
  return [
    http?.request?.url,
    kind === 'segment' ? document.user : document.sql?.url,
    ...Object.entries(annotations).map(([key, value]) => `${key}=${String(value)}`),
    ...thrown.flatMap(({ type, message }) => [type, message]),
  ];
}
