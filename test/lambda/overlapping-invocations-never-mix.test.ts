import type { TraceDocument } from '@radiograph/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InstalledSdk, installSdk } from '../rig/installed-sdk.js';
import { runFunction } from '../rig/lambda/lambda-rig.js';
import { findNode } from '../rig/node-versions.js';

const AT_ONCE = 64;
const ROUNDS = 200;

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
  project.write({
    'index.mjs': `
import * as xray from '@radiograph/sdk';
import { lambda } from '@radiograph/sdk/lambda';

const pause = () => new Promise((done) => setTimeout(done, Math.random() * 4));
const work = async (event) => {
  await pause();
  await xray.capture('one', async (subsegment) => {
    subsegment.annotate('n', event.n);
    await pause();
    await xray.capture('two', pause);
  });
  return xray.currentSegment().traceId;
};
export const main = lambda(work);
export const plain = work;
`,
  });
}, 120_000);
afterAll(() => project?.remove());

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');
const traceOf = (n: number): string => `1-5759e988-${hex(n, 24)}`;

it.each([
  ['main', 3],
  ['plain', 2],
])(
  '%s: 64 at once in one process, 200 times over',
  async (name, perInvocation) => {
    const node = await findNode(24);
    if ('missing' in node) throw new Error(node.missing);
    const running = await runFunction(project, `index.${name}`, {
      node: node.path,
      client: 4,
      concurrency: AT_ONCE,
    });
    for (let round = 0; round < ROUNDS; round++) {
      const numbers = Array.from({ length: AT_ONCE }, (_, at) => 1 + round * AT_ONCE + at);
      const answers = await Promise.all(
        numbers.map((n) =>
          running.invoke({ event: { n }, trace: `Root=${traceOf(n)};Parent=${hex(n, 16)};Sampled=1` }),
        ),
      );
      expect(answers.map(({ body }) => JSON.parse(body))).toEqual(numbers.map(traceOf));
    }
    const documents = await running.daemon.received(AT_ONCE * ROUNDS * perInvocation);
    const byTrace = groupByTrace(documents);
    expect(byTrace.size).toBe(AT_ONCE * ROUNDS);
    for (let n = 1; n <= AT_ONCE * ROUNDS; n++) {
      const own = byTrace.get(traceOf(n)) ?? [];
      const one = own.find((document) => document.name === 'one');
      const two = own.find((document) => document.name === 'two');
      const around = own.find((document) => document.name === `index.${name}`);
      expect([n, own.length, one?.annotations?.['n'], two?.parent_id]).toEqual([
        n,
        perInvocation,
        n,
        one?.id,
      ]);
      expect([n, (around ?? one)?.parent_id]).toEqual([n, hex(n, 16)]);
    }
  },
  300_000,
);

function groupByTrace(documents: readonly TraceDocument[]): Map<string, TraceDocument[]> {
  const groups = new Map<string, TraceDocument[]>();
  for (const document of documents)
    groups.set(document.trace_id, [...(groups.get(document.trace_id) ?? []), document]);
  return groups;
}
