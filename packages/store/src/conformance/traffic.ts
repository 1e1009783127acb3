import type { LinkDocument, SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';

/** Random numbers that are the same for the same seed. */
export type Random = () => number;

/** A small generator (mulberry32) of numbers in [0, 1). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** When the first generated trace starts, in epoch seconds: not on a full minute. */
export const TRAFFIC_START_S: number = 1_700_000_030;

const SERVICES = ['shop', 'orders', 'stock', 'mail'] as const;

/**
 * Traces of every awkward kind, by id: calls with and without a callee that reports, callees under other names, segments that
 * are in progress first, subsegments on their own, several roots, unknown parents, links to other traces, W3C ids, and traces
 * that run for many minutes.
 */
export function awkwardTraffic(seed: number, traces: number): Map<string, readonly TraceDocument[]> {
  const random = seeded(seed);
  const traffic = new Map<string, readonly TraceDocument[]>();
  for (let n = 0; n < traces; n++) {
    const start = TRAFFIC_START_S + n * 7;
    const prefix = random() < 0.2 ? hex(random, 8) : start.toString(16);
    const id = `1-${prefix}-${hex(random, 24)}`;
    const documents: TraceDocument[] = [];
    for (let roots = random() < 0.1 ? 2 : 1; roots > 0; roots--) {
      serve({ random, id, documents, others: [...traffic.values()] }, undefined, start + random(), 0);
    }
    traffic.set(id, documents);
  }
  return traffic;
}

/** The documents of all traces in a random order, some of them twice. */
export function shuffled(
  traffic: ReadonlyMap<string, readonly TraceDocument[]>,
  seed: number,
): TraceDocument[] {
  const random = seeded(seed);
  const documents = [...traffic.values()].flat();
  const repeated = [...documents, ...documents.filter(() => random() < 0.2)];
  return repeated
    .map((document) => ({ document, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ document }) => document);
}

/** A document's bytes. */
export function bytesOfDocument(document: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document));
}

interface Play {
  readonly random: Random;
  readonly id: string;
  readonly documents: TraceDocument[];
  readonly others: readonly (readonly TraceDocument[])[];
}

/** One service serves a request, calling others. */
function serve(play: Play, parentId: string | undefined, start: number, depth: number): void {
  const { random, documents } = play;
  const duration = random() < 0.03 ? 900 * random() : random();
  const segment: SegmentDocument = {
    trace_id: play.id,
    id: hex(random, 16),
    name: pick(random, SERVICES),
    start_time: microseconds(start),
    ...(parentId !== undefined && { parent_id: random() < 0.05 ? hex(random, 16) : parentId }),
    ...(random() < 0.1 && { links: linksTo(play) }),
    ...outcome(random),
    annotations: { tier: pick(random, ['gold', 'tin']), depth },
  };
  const unfinished = random() < 0.05;
  if (unfinished || random() < 0.3) documents.push({ ...segment, in_progress: true });
  if (unfinished) return;
  const calls = Array.from({ length: depth < 2 ? Math.floor(random() * 3) : 0 }, () =>
    call(play, start + duration * random(), depth),
  );
  const streamed = random() < 0.3;
  const ended = { ...segment, end_time: microseconds(start + duration) };
  documents.push(streamed || calls.length === 0 ? ended : { ...ended, subsegments: calls });
  if (!streamed) return;
  for (const sub of calls) {
    documents.push({ ...sub, type: 'subsegment', trace_id: play.id, parent_id: segment.id });
  }
}

function call(play: Play, start: number, depth: number): SubsegmentDocument {
  const { random } = play;
  const id = hex(random, 16);
  if (random() < 0.5) serve(play, id, start + 0.001, depth + 1);
  const target = pick<Partial<SubsegmentDocument>>(random, [
    { name: 'stock.internal', namespace: 'remote' },
    { name: 'orders', namespace: 'remote', sql: { url: 'postgresql://db' } },
    { name: 'DynamoDB', namespace: 'aws', aws: { table_name: 'carts', operation: 'GetItem' } },
    { name: 'think' },
  ]);
  return {
    id,
    name: 'call',
    start_time: microseconds(start),
    end_time: microseconds(start + random() / 4),
    ...outcome(random),
    ...target,
  };
}

function linksTo({ random, others }: Play): readonly LinkDocument[] {
  const document = others.length > 0 ? pick(random, pick(random, others)) : undefined;
  return document === undefined ? [] : [{ trace_id: document.trace_id, id: document.id }];
}

function outcome(random: Random): { fault?: boolean; error?: boolean; throttle?: boolean } {
  return pick(random, [{}, {}, {}, { fault: true }, { error: true }, { error: true, throttle: true }]);
}

/** One of them. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** So many random hexadecimal digits. */
export function hex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) text += Math.floor(random() * 16).toString(16);
  return text;
}

function microseconds(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
