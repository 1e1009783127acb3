import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '@radiograph/store';
import { documentBytes, segment, temporaryFolder } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../src/sqlite/driver.js';

async function emptyFolder(): Promise<string> {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  return folder.path;
}

async function expectRefusal(folder: string, code: string): Promise<void> {
  const file = join(folder, 'traces.db');
  const before = await readFile(file);
  await expect(openStore({ folder })).rejects.toMatchObject({ name: 'StoreError', code });
  expect((await readFile(file)).equals(before)).toBe(true);
}

it('a damaged file', async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'traces.db'), 'no database at all '.repeat(1_000));
  await expectRefusal(folder, 'store/damaged');
});

it('a file that is damaged behind its first page', async () => {
  const folder = await emptyFolder();
  const store = await openStore({ folder });
  const documents = Array.from({ length: 50 }, () => documentBytes(segment()));
  await store.append(documents, { durability: 'lazy', maxDocumentBytes: 65_536 });
  await store.close();
  const file = join(folder, 'traces.db');
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill(0xa5, 16_384));
  await expectRefusal(folder, 'store/damaged');
  await expectRefusal(folder, 'store/damaged');
});

it('a file whose schema is from the future', async () => {
  const folder = await emptyFolder();
  await (await openStore({ folder })).close();
  const database = openDatabase(join(folder, 'traces.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  await expectRefusal(folder, 'store/newer-schema');
});

it('a database of another program', async () => {
  const folder = await emptyFolder();
  const database = openDatabase(join(folder, 'traces.db'));
  database.exec('CREATE TABLE recipe (name TEXT)');
  database.close();
  await expectRefusal(folder, 'store/unreadable');
});

it('a folder that is a file', async () => {
  const file = join(await emptyFolder(), 'file');
  await writeFile(file, 'mine');
  await expect(openStore({ folder: file })).rejects.toMatchObject({ code: 'store/unreadable' });
  expect(await readFile(file, 'utf8')).toBe('mine');
});

it('a refused folder can be opened once it is repaired', async () => {
  const folder = await emptyFolder();
  const file = join(folder, 'traces.db');
  await writeFile(file, 'x'.repeat(5_000));
  await expect(openStore({ folder })).rejects.toMatchObject({ code: 'store/damaged' });
  await writeFile(file, '');
  await (await openStore({ folder })).close();
});
