import { temporaryFolder } from '@radiograph/testkit';
import { expect, it } from 'vitest';
import { awkwardTraffic, bytesOfDocument, TRAFFIC_START_S } from '../src/conformance/traffic.js';
import { openForReading } from '../src/sqlite/database-file.js';
import { Job } from '../src/sqlite/job.js';
import { type Minutes, RollupScan, type ScannedRow } from '../src/sqlite/rollup-scan.js';
import { emptyTotals, type Totals } from '../src/sqlite/totals.js';
import { addWritten } from '../src/sqlite/totals-blob.js';
import { Writer } from '../src/sqlite/writer.js';

const START = Math.floor(TRAFFIC_START_S / 60);
const appending = { durability: 'lazy', maxDocumentBytes: 65_536 } as const;

/** What a visit adds up to, by node and call, and how many stretches of time it took. */
async function added(
  scan: (visit: (row: ScannedRow) => void) => Promise<void>,
): Promise<{ sums: Map<string, Totals>; stretches: number }> {
  const sums = new Map<string, Totals>();
  const stretches = new Set<number>();
  await scan((row) => {
    const key = `${row.caller} ${row.callee} ${row.kind}`;
    const totals = sums.get(key) ?? emptyTotals();
    sums.set(key, totals);
    addWritten(totals, row.totals);
    stretches.add(row.minute);
  });
  return { sums, stretches: stretches.size };
}

it('whatever their start and length, also while spans are stale', async () => {
  await using folder = await temporaryFolder();
  const writer = new Writer({
    folder: folder.path,
    maxTraceBytes: 1e6,
    packAfterS: 1e6,
    onChange: () => {},
    onTrouble: () => {},
  });
  const documents = [...awkwardTraffic(11, 1_600).values()].flat().map(bytesOfDocument);
  // What comes late makes spans stale that were made.
  const late = documents.filter((_, n) => n % 700 === 0);
  await writer.append(
    documents.filter((_, n) => n % 700 !== 0),
    appending,
  );
  await writer.settle();
  const database = openForReading(folder.path);
  const scan = new RollupScan(database);
  const compare = async (window: Minutes): Promise<[coarse: number, fine: number]> => {
    const coarse = await added((visit) => scan.coarsely(window, new Job(), visit));
    const fine = await added((visit) => scan.minutes(window, new Job(), visit));
    expect(coarse.sums).toEqual(fine.sums);
    return [coarse.stretches, fine.stretches];
  };
  for (let n = 0; n < 12; n++) {
    await compare({ from: START + 7 * n, to: START + 7 * n + 13 * (n + 1) });
  }
  // Nine minutes, then tens up to the full hour, hours, and the same at the end.
  const [coarse, fine] = await compare({ from: START + 1, to: START + 179 });
  expect(fine).toBeGreaterThan(170);
  expect(coarse).toBeLessThanOrEqual(9 + 5 + 3 + 5 + 9);

  await writer.append(late, appending);
  await new Promise<void>((resolve) => {
    const look = (): void => {
      const [row] = database.prepare('SELECT count(*) AS n FROM dirty').all();
      if (row?.['n'] === 0) resolve();
      else setTimeout(look, 20);
    };
    look();
  });
  const [stale] = await compare({ from: START + 1, to: START + 179 });
  expect(stale).toBeGreaterThan(coarse);
  database.close();
  await writer.close();
});
