import { hash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '@radiograph/store';
import { documentBytes, temporaryFolder, trafficGenerator } from '@radiograph/testkit';
import { afterAll, onTestFinished } from 'vitest';
import { LAZY } from '../../src/conformance/test-runner.js';
import { idsOf } from './rebuilt.js';

/** A folder as a crash leaves it. */
export interface CrashedStore {
  readonly folder: string;
  readonly file: string;
  readonly log: string;
  /** Of every document, `trace segment`. */
  readonly documents: ReadonlySet<string>;
}

const TRACES = 80;

/** The setting that is in every crashed store. */
export const SETTING = { kind: 'group', key: 'slow', value: { filter: 'responsetime > 1' } } as const;

let made: Promise<CrashedStore> | undefined;
let remove: (() => Promise<void>) | undefined;

afterAll(() => remove?.());

/**
 * A store whose first half is packed and in the file, and whose second half is neither packed nor, for the most part, folded from the log
 * into the file: the copy of the files of a store in use, which is what a crash leaves. Made once, and copied for each who asks.
 */
export async function crashedStore(): Promise<CrashedStore> {
  made ??= makeCrashed();
  const { folder: origin, documents } = await made;
  const own = await temporaryFolder();
  onTestFinished(own.remove);
  copyFiles(origin, own.path);
  return storeIn(own.path, documents);
}

async function makeCrashed(): Promise<CrashedStore> {
  const whole = await temporaryFolder();
  remove = whole.remove;
  const traffic = trafficGenerator(5);
  const batches = Array.from({ length: TRACES }, () => traffic.next().value.documents.map(documentBytes));
  const packing = await openStore({ folder: whole.path, packAfterS: 0 });
  await packing.putSetting(SETTING);
  await packing.append(batches.slice(0, TRACES / 2).flat(), LAZY);
  await packing.settled();
  await packing.close();
  const loose = await openStore({ folder: whole.path });
  for (const batch of batches.slice(TRACES / 2)) await loose.append(batch, LAZY);
  await loose.settled();
  const folder = join(whole.path, 'crashed');
  mkdirSync(folder);
  copyFiles(whole.path, folder);
  await loose.close();
  return storeIn(folder, new Set(batches.flat().map(idsOf)));
}

function storeIn(folder: string, documents: ReadonlySet<string>): CrashedStore {
  const file = join(folder, 'traces.db');
  return { folder, file, log: `${file}-wal`, documents };
}

/** The files of a store by name, each as the hash of its bytes; an empty log is none. */
export function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder).filter((name) => /^traces\.db(-wal)?$/.test(name));
  const contents = files.map((name) => [name, readFileSync(join(folder, name))] as const);
  return Object.fromEntries(
    contents.flatMap(([name, bytes]) => (bytes.length === 0 ? [] : [[name, hash('sha256', bytes)]])),
  );
}

function copyFiles(from: string, to: string): void {
  for (const name of ['traces.db', 'traces.db-wal'])
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name));
}
