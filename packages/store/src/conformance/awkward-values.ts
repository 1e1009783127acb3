import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import { hex, pick, type Random, seeded } from './traffic.js';

/** Strings that SQL, text encodings and hurried comparisons confuse with each other. */
const TEXTS: readonly string[] = [
  'gold',
  'Gold',
  'GOLD',
  'go%ld',
  'go_ld',
  "it's",
  'say "hi"',
  'back\\slash',
  'nul\u0000inside',
  'nul',
  '\ud83d\ude00 smile',
  '\ud83d',
  '\ude00',
  'na\u00efve \u540d\u524d',
  '29',
  '0.3',
  'true',
  'false',
  '',
  '%',
  "'; DROP TABLE trace; --",
];

/** Numbers next to each other. */
const NUMBERS: readonly number[] = [29, 29.5, 0.3, 0.1 + 0.2, 0, -1, 1, 2 ** 53, 1e300, 0.000001];

/** Durations at the bounds of microseconds, in seconds. */
const DURATIONS: readonly number[] = [0.5, 0.500001, 0.499999, 0.3, 0.1 + 0.2, 1, 2];

const URLS: readonly string[] = [
  'http://shop/a%20b',
  'http://shop/A%20B',
  'http://shop/a_b.json',
  'http://shop/a-b.json',
  'http://shop/\u540d',
  "http://shop/it's",
];

const START_S = 1_700_000_000;

/**
 * The documents of a trace whose values are awkward, or not there: one or two roots, several users, annotations whose type changes from
 * trace to trace, callees that report and others that are inferred.
 */
export function awkwardTrace(seed: number): readonly SegmentDocument[] {
  const random = seeded(seed);
  const start = START_S + seed * 3;
  const traceId = `1-${start.toString(16)}-${hex(random, 24)}`;
  const roots = Array.from({ length: random() < 0.25 ? 2 : 1 }, (_, n) =>
    segment(random, traceId, start + n / 4, pick(random, ['shop', 'Shop'])),
  );
  return roots.flatMap((root) => [root, ...callees(random, root)]);
}

function segment(random: Random, traceId: string, start: number, name: string): SegmentDocument {
  const duration = pick(random, DURATIONS);
  const unfinished = random() < 0.08;
  return {
    trace_id: traceId,
    id: hex(random, 16),
    name,
    start_time: start,
    ...(unfinished ? { in_progress: true } : { end_time: start + duration }),
    ...outcome(random),
    ...(random() < 0.7 && { http: http(random) }),
    ...(random() < 0.6 && { user: pick(random, TEXTS.slice(0, 8)) }),
    annotations: annotations(random),
    aws: {
      ...(random() < 0.5 && { account_id: pick(random, ['123456789012', '210987654321']) }),
      ...(random() < 0.5 && {
        ec2: { availability_zone: pick(random, ['a-1', 'A-1', 'b-1']), instance_id: 'i-1' },
      }),
    },
    ...(random() < 0.4 && { resource_arn: pick(random, ['arn:aws:ecs:1', 'arn:aws:ec2:2']) }),
    subsegments: random() < 0.6 ? [call(random, start, duration)] : [],
  };
}

/** A remote call that some service answers, or none that reports. */
function call(random: Random, start: number, duration: number): SubsegmentDocument {
  return {
    id: hex(random, 16),
    name: pick(random, ['orders', 'orders', "o'rders"]),
    namespace: 'remote',
    start_time: start,
    end_time: start + duration / 2,
    ...outcome(random),
    ...(random() < 0.7 && { http: http(random) }),
  };
}

function callees(random: Random, root: SegmentDocument): SegmentDocument[] {
  return (root.subsegments ?? [])
    .filter(() => random() < 0.5)
    .map(({ id, start_time: start }) => ({
      ...segment(random, root.trace_id, start, pick(random, ['orders', 'stock'])),
      parent_id: id,
    }));
}

function outcome(random: Random): { fault?: boolean; error?: boolean; throttle?: boolean } {
  return pick(random, [{}, {}, { fault: true }, { error: true }, { error: true, throttle: true }]);
}

function http(random: Random): NonNullable<SegmentDocument['http']> {
  return {
    request: {
      method: pick(random, ['GET', 'POST', 'get']),
      ...(random() < 0.8 && { url: pick(random, URLS) }),
      ...(random() < 0.5 && { user_agent: pick(random, ['curl/8', 'Curl/8', 'Mozilla']) }),
      ...(random() < 0.5 && { client_ip: pick(random, ['10.0.0.1', '10.0.0.10', '::1']) }),
    },
    ...(random() < 0.8 && { response: { status: pick(random, [200, 200, 404, 429, 500]) } }),
  };
}

function annotations(random: Random): Record<string, string | number | boolean> {
  const values: Record<string, string | number | boolean> = {};
  if (random() < 0.7) values['tier'] = pick(random, TEXTS);
  if (random() < 0.7) values['Tier'] = pick(random, TEXTS.slice(0, 3));
  if (random() < 0.7) values['age'] = pick(random, NUMBERS);
  if (random() < 0.6) values['paid'] = random() < 0.5;
  if (random() < 0.7)
    values['mixed'] = pick<string | number | boolean>(random, ['29', 29, true, 'true', 0.3]);
  return values;
}
