import { existsSync, readdirSync } from 'node:fs';
import { checkStore, openStore, type StoreLogger } from '@radiograph/store';
import { documentBytes, segment } from '@radiograph/testkit';
import { expect, it, onTestFinished, vi } from 'vitest';
import { LAZY } from '../src/conformance/test-runner.js';
import { openDatabase } from '../src/sqlite/driver.js';
import { crashedStore } from './rig/crashed-store.js';
import { rootOf, ruin } from './rig/damage.js';
import { expectAllOf, settledContents } from './rig/rebuilt.js';

interface Lines extends StoreLogger {
  readonly lines: readonly string[];
}

function recordingLogger(): Lines {
  const lines: string[] = [];
  const note = (_fields: object, message: string): void => void lines.push(message);
  return { lines, debug: note, info: note, warn: note, error: note };
}

it('a crashed store is read through before it opens, and one closed in order is not', async () => {
  const { folder, file, documents } = await crashedStore();
  expect(checkStore({ folder }).problems).toEqual([]);
  const logger = recordingLogger();
  await (await openStore({ folder, logger })).close();
  expect(logger.lines).toEqual(['the store was not closed; its file is read through first']);
  await expectAllOf(folder, documents);
  ruin(file, rootOf(file, 'link'));
  // Closed in order: nobody has read it through, and nothing of it was needed.
  await (await openStore({ folder })).close();
  markOpen(file);
  await expect(openStore({ folder })).rejects.toMatchObject({ code: 'store/damaged' });
});

it('what the tables say of each other is looked at too', async () => {
  const { folder, file } = await crashedStore();
  const database = openDatabase(file);
  database.exec('DELETE FROM entry WHERE rid = (SELECT max(rid) FROM entry)');
  database.close();
  expect(checkStore({ folder }).problems).toEqual(['traces are not listed by time (1)']);
  await expect(openStore({ folder })).rejects.toMatchObject({
    code: 'store/damaged',
    message: expect.stringContaining('traces are not listed by time'),
  });
});

it('a large file is checked beside the work', async () => {
  const { folder, documents } = await crashedStore();
  const logger = recordingLogger();
  const store = await openStore({ folder, checkBytes: 0, logger });
  await vi.waitFor(() => expect(logger.lines).toContain('the file of the store is whole'), 30_000);
  expect(logger.lines.filter((line) => line === 'checking the file of the store').length).toBeGreaterThan(3);
  await store.append([documentBytes(segment())], LAZY);
  await store.close();
  await expectAllOf(folder, documents);
});

it('damage found beside the work ends all writing, and reads go on', async () => {
  const { folder, file } = await crashedStore();
  const before = await settledContents(folder);
  markOpen(file);
  ruin(file, rootOf(file, 'link'));
  const logger = recordingLogger();
  const store = await openStore({ folder, checkBytes: 0, logger });
  onTestFinished(() => store.close());
  await vi.waitFor(async () => {
    await expect(store.append([], LAZY)).rejects.toMatchObject({ code: 'store/damaged' });
  }, 30_000);
  expect(logger.lines).toContain('the file is damaged: nothing is written any more, reads go on');
  expect((await store.status()).traces).toBe((before as { counts: { traces: number } }).counts.traces);
  expect((await store.status()).damage).toMatch(/traces\.db is damaged/);
  await store.close();
  await expect(openStore({ folder })).rejects.toMatchObject({ code: 'store/damaged' });
});

it('closing does not wait for the check', async () => {
  const { folder } = await crashedStore();
  const logger = recordingLogger();
  const store = await openStore({ folder, checkBytes: 0, logger });
  await store.close();
  expect(logger.lines).not.toContain('the file of the store is whole');
  expect(readdirSync(folder).filter((name) => name.startsWith('traces.db-'))).toEqual([]);
  expect(existsSync(folder)).toBe(true);
});

function markOpen(file: string): void {
  const database = openDatabase(file);
  database.exec("UPDATE counter SET value = 1 WHERE name = 'open'");
  database.close();
}
