import { readFileSync } from 'node:fs';
import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import { expect, it } from 'vitest';
import { serviceGraph } from '../src/graph/fold-graph.js';
import { segment, traceOf } from './build.js';

/** The drawing of docs/concepts.md is made into documents, a tenth of a second a column, so that it cannot come to lie. */
const page = readFileSync(new URL('../../../docs/concepts.md', import.meta.url), 'utf8');

interface DrawnRow {
  readonly kind: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly note: string;
}

const rows: readonly DrawnRow[] = [
  ...page.matchAll(/^( +(inferred segment|segment|subsegment) (\S+) +)(├─+┤) +(.+)$/gm),
].map(([, before = '', kind = '', name = '', bar = '', note = '']) => ({
  kind,
  name,
  start: before.length / 10,
  end: (before.length + bar.length - 1) / 10,
  note,
}));

function drawnDocuments(): SegmentDocument[] {
  const segments: { document: SegmentDocument; calls: SubsegmentDocument[] }[] = [];
  for (const row of rows) {
    const { kind, name, start: start_time, end: end_time } = row;
    if (kind === 'segment') {
      const caller = /the id of (\S+)/.exec(row.note)?.[1];
      const members = { name, id: name, start_time, end_time, ...(caller && { parent_id: caller }) };
      segments.push({ document: segment(members), calls: [] });
    } else if (kind === 'subsegment')
      segments.at(-1)?.calls.push({ name, id: name, start_time, end_time, ...noted(row) });
  }
  return segments.map(({ document, calls }) => ({ ...document, subsegments: calls }));
}

function noted({ note }: DrawnRow): Partial<SubsegmentDocument> {
  const namespace = /namespace (\w+)/.exec(note)?.[1];
  const table = /table (\S+)/.exec(note)?.[1];
  return {
    ...(namespace && { namespace }),
    ...(table && { aws: { table_name: table } }),
    ...(note.includes('sql') ? { sql: {} } : namespace === 'remote' && { http: {} }),
  };
}

/** `from -> to` for every arrow of the map; one that hangs below a name leads from there. */
function drawnEdges(): string[] {
  const [, line = '', below = ''] = /^( client ──► .+)\n(.+)$/m.exec(page) ?? [];
  const names = [...line.matchAll(/[a-z][a-z.-]*/g)];
  const along = names.slice(1).map(([to], i) => `${names[i]?.[0]} -> ${to}`);
  const column = below.indexOf('└');
  const over = names.find(({ 0: name, index }) => index <= column && column < index + name.length);
  return [...along, `${over?.[0]} -> ${below.split('► ')[1]}`].sort();
}

it('infers what is drawn as inferred, at the drawn times', () => {
  expect(rows).toHaveLength(10);
  const inferred = traceOf(...drawnDocuments()).segments.filter((one) => one.inferred);
  const found = inferred.map(({ document: { name, start_time, end_time } }) => [name, start_time, end_time]);
  const drawn = rows.filter(({ kind }) => kind === 'inferred segment');
  expect(found).toEqual(drawn.map(({ name, start, end }) => [name, start, end]));
});

it('has the drawn map', () => {
  const { nodes, edges } = serviceGraph([traceOf(...drawnDocuments())]);
  const name = (at: number): string => {
    const identity = nodes[at]?.identity;
    return identity?.type === 'client' ? 'client' : (identity?.name ?? '');
  };
  expect(edges.map(({ from, to }) => `${name(from)} -> ${name(to)}`).sort()).toEqual(drawnEdges());
  expect(edges.flatMap(({ aliases }) => aliases.map((alias) => alias.name)).sort()).toEqual([
    'orders.local',
    'stock.local',
  ]);
});
