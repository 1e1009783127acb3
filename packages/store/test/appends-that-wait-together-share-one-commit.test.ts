import { join } from 'node:path';
import { documentBytes, segment, temporaryFolder } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { openForWriting } from '../src/sqlite/database-file.js';
import { DirtySet } from '../src/sqlite/dirty-set.js';
import type { Database } from '../src/sqlite/driver.js';
import { toStoreError } from '../src/sqlite/failure.js';
import { GroupCommit } from '../src/sqlite/group-commit.js';
import { Inbox } from '../src/sqlite/inbox.js';
import { Packer } from '../src/sqlite/packer.js';

/** A real database that notes what is executed on it. */
async function watched(): Promise<{ database: Database; executed: string[] }> {
  const folder = await temporaryFolder();
  const database = openForWriting(join(folder.path));
  onTestFinished(async () => {
    database.close();
    await folder.remove();
  });
  const executed: string[] = [];
  const exec = (sql: string): void => {
    executed.push(sql);
    database.exec(sql);
  };
  return { database: { ...database, exec }, executed };
}

function one(): Uint8Array[] {
  return [documentBytes(segment())];
}

it('one commit, waited for to the disk as soon as one of them asks for it', async () => {
  const { database, executed } = await watched();
  const commits = new GroupCommit(database, new Inbox(database, new Packer(database)), new DirtySet());
  const lazy = { durability: 'lazy', maxDocumentBytes: 65_536 } as const;
  await Promise.all([commits.append(one(), lazy), commits.append(one(), lazy)]);
  expect(executed).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
  executed.length = 0;
  await Promise.all([commits.append(one(), lazy), commits.append(one(), { ...lazy, durability: 'fsync' })]);
  expect(executed).toEqual(['PRAGMA synchronous = FULL', 'BEGIN IMMEDIATE', 'COMMIT']);
  executed.length = 0;
  await commits.append(one(), lazy);
  expect(executed).toEqual(['PRAGMA synchronous = NORMAL', 'BEGIN IMMEDIATE', 'COMMIT']);
});

it('a full disk is told to everyone who waited, and the next append works once there is room', async () => {
  const { database } = await watched();
  const dirty = new DirtySet();
  const commits = new GroupCommit(database, new Inbox(database, new Packer(database)), dirty);
  const options = { durability: 'fsync', maxDocumentBytes: 1_048_576 } as const;
  const large = [documentBytes(segment({ metadata: { default: { text: 'x'.repeat(500_000) } } }))];
  database.exec('PRAGMA max_page_count = 40');
  const outcomes = await Promise.allSettled([commits.append(large, options), commits.append(one(), options)]);
  const codes = outcomes.map(
    (outcome) => outcome.status === 'rejected' && toStoreError(outcome.reason, 'data'),
  );
  expect(codes).toMatchObject([{ code: 'store/disk-full' }, { code: 'store/disk-full' }]);
  expect(dirty.size).toBe(0);
  database.exec('PRAGMA max_page_count = 1000000');
  expect(await commits.append(large, options)).toEqual([{ accepted: true }]);
  expect(dirty.size).toBe(1);
});
