import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { Spool, type SpoolOptions } from '../src/spool/spool.js';
import { recordedLog } from './recorded-log.js';
import { documents } from './relay-rig.js';
import { temporaryFolder } from './temporary-folder.js';

const MEGABYTE = 1024 * 1024;

async function openSpool(folder: string, options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const spool = await Spool.open({ folder, ...options });
  onTestFinished(() => spool.close());
  return spool;
}

/** Takes everything out, round by round. */
async function takeAll(spool: Spool, mostDocuments = 100): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const reading = await spool.read(mostDocuments, MEGABYTE);
    if (reading === undefined) return texts;
    texts.push(...reading.documents.map((document) => Buffer.from(document).toString()));
    await reading.end(reading.documents.length, 0);
  }
}

function spoolFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.spool'))
    .sort()
    .map((name) => join(folder, name));
}

function losses(spool: Spool): Record<string, number> {
  const lost: Record<string, number> = {};
  spool.onLoss = (loss, count) => {
    lost[loss] = (lost[loss] ?? 0) + count;
  };
  return lost;
}

it('gives back what it took, in order, whatever is appended, read and reopened in between', async () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('append' as const),
      sizes: fc.array(fc.nat(50_000), { minLength: 1, maxLength: 20 }),
    }),
    fc.record({
      kind: fc.constant('read' as const),
      most: fc.integer({ min: 1, max: 30 }),
      done: fc.nat(30),
    }),
    fc.record({ kind: fc.constant('reopen' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const folder = temporaryFolder();
      let spool = await openSpool(folder, { maxBytes: 512 * MEGABYTE });
      const expected: string[] = [];
      let next = 0;
      for (const action of steps) {
        if (action.kind === 'append') {
          const texts = action.sizes.map((size) => `${next++}:${'x'.repeat(size)}`);
          expect(await spool.append(texts.map((text) => Buffer.from(text)))).toBe(true);
          expected.push(...texts);
        } else if (action.kind === 'read') {
          const reading = await spool.read(action.most, MEGABYTE);
          const texts = reading?.documents.map((document) => Buffer.from(document).toString()) ?? [];
          expect(texts).toEqual(expected.slice(0, texts.length));
          const done = Math.min(action.done, texts.length);
          await reading?.end(done, texts.length - done);
          expected.splice(0, done);
        } else {
          await spool.close();
          spool = await openSpool(folder, { maxBytes: 512 * MEGABYTE });
        }
        expect(spool.documents).toBe(expected.length);
      }
      expect(await takeAll(spool)).toEqual(expected);
      expect(spool.bytes).toBe(0);
      await spool.close();
    }),
    { seed: 9, numRuns: 40 },
  );
});

it('survives kill -9 in the middle of writing: what was acknowledged is there, in order', async () => {
  const folder = temporaryFolder();
  const child = fork(join(import.meta.dirname, 'rig/spool-writer.mjs'), [folder], { stdio: 'pipe' });
  let acknowledged = 0;
  child.on('message', (count: number) => {
    acknowledged = count;
    if (count === 2000) child.kill('SIGKILL');
  });
  await once(child, 'exit');
  const spool = await openSpool(folder);
  const texts = await takeAll(spool);
  expect(texts.length).toBeGreaterThanOrEqual(acknowledged);
  expect(texts).toEqual(texts.map((_, index) => `{"n":${index}}`));
});

it('cuts off a record that was not written to its end, counts it, and goes on behind it', async () => {
  const folder = temporaryFolder();
  const first = await openSpool(folder);
  await first.append(documents(3));
  await first.close();
  appendFileSync(spoolFiles(folder)[0] ?? '', Buffer.from([20, 0, 0, 0, 1, 2, 3, 4, 5]));
  const spool = await openSpool(folder);
  expect(spool.lostBefore).toBe(1);
  const lost = losses(spool);
  await spool.append(documents(1, () => '"after"'));
  expect(await takeAll(spool)).toEqual(['{"n":0}', '{"n":1}', '{"n":2}', '"after"']);
  expect(lost).toEqual({ 'spool-damaged': 1 });
});

it('a flipped bit costs its document; a damaged length the rest of its file; each is counted', async () => {
  const folder = temporaryFolder();
  const before = await openSpool(folder);
  await before.append(documents(10, (index) => `"document ${index}"`));
  await before.close();
  const [file = ''] = spoolFiles(folder);
  const bytes = readFileSync(file);
  const record = bytes.length / 10;
  bytes[2 * record + 12] = (bytes[2 * record + 12] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const spool = await openSpool(folder);
  const lost = losses(spool);
  // Damage that comes about while the spool is open.
  bytes[7 * record + 3] = 0xff;
  writeFileSync(file, bytes);
  expect(await takeAll(spool)).toEqual([0, 1, 3, 4, 5, 6].map((index) => `"document ${index}"`));
  expect(lost).toEqual({ 'spool-damaged': 4 });
});

it('drops the oldest when it is full, counts them, and never what is being read', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder, { maxBytes: MEGABYTE });
  const lost = losses(spool);
  const text = (index: number) => `${String(index).padStart(5, '0')}${'x'.repeat(995)}`;
  const all = documents(3000, text);
  await spool.append(all.slice(0, 50));
  const reading = await spool.read(10, MEGABYTE);
  for (let at = 50; at < all.length; at += 50) expect(await spool.append(all.slice(at, at + 50))).toBe(true);
  expect(spool.bytes).toBeLessThanOrEqual(MEGABYTE);
  await reading?.end(0, 10);
  const left = await takeAll(spool);
  expect(left.length + (lost['spool-full'] ?? 0)).toBe(3000);
  expect(left.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, index) => text(index)));
  const later = left.slice(50);
  expect(later).toEqual(
    Array.from({ length: later.length }, (_, index) => text(3000 - later.length + index)),
  );
});

it('refuses what is larger than itself and stays whole', async () => {
  const spool = await openSpool(temporaryFolder(), { maxBytes: MEGABYTE });
  expect(await spool.append(documents(2000, () => 'x'.repeat(1000)))).toBe(false);
  expect(await spool.append(documents(2))).toBe(true);
  expect(await takeAll(spool)).toHaveLength(2);
});

it('drops what waited for too long', async () => {
  const folder = temporaryFolder();
  const before = await openSpool(folder);
  await before.append(documents(5));
  await before.close();
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(spoolFiles(folder)[0] ?? '', longAgo, longAgo);
  const spool = await openSpool(folder, { maxAgeMs: 60_000 });
  const lost = losses(spool);
  await spool.append(documents(1));
  expect(await takeAll(spool)).toHaveLength(1);
  expect(lost).toEqual({ 'spool-expired': 5 });
});

it('a clock that jumps back loses nothing', async () => {
  const folder = temporaryFolder();
  const before = await openSpool(folder);
  await before.append(documents(5));
  await before.close();
  const tomorrow = new Date(Date.now() + 86_400_000);
  utimesSync(spoolFiles(folder)[0] ?? '', tomorrow, tomorrow);
  const spool = await openSpool(folder, { maxAgeMs: 60_000 });
  expect(await takeAll(spool)).toHaveLength(5);
});

it('is for one process at a time, and a process that is gone does not hold it', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  await expect(Spool.open({ folder })).rejects.toMatchObject({ code: 'daemon/spool-in-use' });
  await spool.close();
  writeFileSync(join(folder, 'lock.json'), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
  await openSpool(folder);
});

it('is nobody else to read', async () => {
  const folder = join(temporaryFolder(), 'new');
  const spool = await openSpool(folder);
  await spool.append(documents(1));
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(statSync(spoolFiles(folder)[0] ?? '').mode & 0o077).toBe(0);
});

it('a folder that cannot be used says what to do', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(Spool.open({ folder: join(file, 'spool') })).rejects.toMatchObject({
    code: 'daemon/spool-unusable',
    message: expect.stringContaining('--spool off'),
  });
});

it.runIf(process.getuid?.() !== 0)(
  'a folder that becomes unwritable costs nothing that is in it',
  async () => {
    const folder = temporaryFolder();
    const log = recordedLog();
    const spool = await openSpool(folder, { logger: log });
    chmodSync(folder, 0o500);
    expect(await spool.append(documents(1))).toBe(false);
    chmodSync(folder, 0o700);
    expect(await spool.append(documents(1))).toBe(true);
    expect(log.lines).toHaveLength(1);
  },
);

it('a full disk: the oldest make room, and what is left is whole', async ({ skip }) => {
  const device = '/dev/full';
  try {
    statSync(device);
  } catch {
    skip();
  }
  const { SpoolFile } = await import('../src/spool/spool-file.js');
  const { symlinkSync, rmSync } = await import('node:fs');
  const folder = temporaryFolder();
  const file = await SpoolFile.create(folder, 1);
  await file.close();
  rmSync(file.path);
  symlinkSync(device, file.path);
  await expect(file.append(documents(2))).rejects.toMatchObject({ code: 'ENOSPC' });
  expect({ bytes: file.bytes, documents: file.documents }).toEqual({ bytes: 0, documents: 0 });
  await file.close();
});
