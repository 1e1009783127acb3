import type { TraceDocument } from '@radiograph/protocol';
import { temporaryFolder } from '@radiograph/testkit';
import { assemble, serviceGraph } from '@radiograph/trace';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withExactTimes } from '../src/conformance/kept-times.js';
import { awkwardTraffic, bytesOfDocument, shuffled, TRAFFIC_START_S } from '../src/conformance/traffic.js';
import { Job } from '../src/sqlite/job.js';
import { Reader } from '../src/sqlite/reader.js';
import { Writer } from '../src/sqlite/writer.js';

const TRACES = 30;

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 40 }) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('delete' as const), traces: fc.integer({ max: 10, min: 1 }) }),
    },
  ),
  { minLength: 5, maxLength: 15 },
);

function open(folder: string): Writer {
  return new Writer({
    folder,
    maxTraceBytes: 1e9,
    packAfterS: 0,
    onChange: () => undefined,
    onTrouble: (message, fields) => expect.fail(`${message} ${String(fields['error'])}`),
  });
}

/** What has been appended and not deleted since. */
class Model {
  readonly #documents = new Map<string, TraceDocument[]>();

  append(documents: readonly TraceDocument[]): void {
    for (const document of documents) {
      const own = this.#documents.get(document.trace_id) ?? [];
      this.#documents.set(document.trace_id, [...own, document]);
    }
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#documents.keys()) if (!ids.has(id)) this.#documents.delete(id);
  }

  graph(): ReturnType<typeof serviceGraph> {
    return serviceGraph([...this.#documents].map(([id, documents]) => assemble(id, documents)));
  }

  ids(): string[] {
    return [...this.#documents.keys()].sort();
  }
}

it('after any order of appends, repeats, settling, reopening and deletion', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), steps, async (seed, script) => {
      await using folder = await temporaryFolder();
      const documents = shuffled(awkwardTraffic(seed, TRACES), seed);
      const model = new Model();
      let writer = open(folder.path);
      let at = 0;
      for (const step of script) {
        if (step.kind === 'append') {
          const some = documents.slice(at, at + step.count);
          at += some.length;
          await writer.append(some.map(bytesOfDocument), { durability: 'lazy', maxDocumentBytes: 1e6 });
          model.append(some);
        } else if (step.kind === 'settle') {
          await writer.settle();
        } else if (step.kind === 'reopen') {
          await writer.close();
          writer = open(folder.path);
        } else {
          await writer.settle();
          await writer.deleteBefore(TRAFFIC_START_S + step.traces * 7);
          model.keepOnly(new Set(await idsIn(folder.path)));
        }
      }
      await writer.settle();
      const reader = new Reader(folder.path);
      const [graph, status] = [await reader.serviceGraph({}, new Job()), reader.status()];
      reader.close();
      await writer.close();
      const wanted = model.graph();
      expect(withExactTimes(graph, wanted)).toEqual(wanted);
      expect([status.traces, status.pending]).toEqual([model.ids().length, 0]);
    }),
    { seed: 20_261_122, numRuns: 25 },
  );
});

async function idsIn(folder: string): Promise<string[]> {
  const reader = new Reader(folder);
  const ids: string[] = [];
  let token: string | undefined;
  do {
    const page = await reader.search(
      { start: 0, end: 1e11, ...(token !== undefined && { token }) },
      new Job(),
    );
    ids.push(...page.records.map(({ id }) => id));
    token = page.token;
  } while (token !== undefined);
  reader.close();
  return ids;
}
