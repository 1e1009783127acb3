import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InstalledSdk, installSdk } from './rig/installed-sdk.js';
import { findNode, nodeVersions } from './rig/node-versions.js';

/**
 * Each rule of the SDK as a script and the documents it must send, on the packed package. After a change of what is sent:
 * `RADIOGRAPH_WRITE_GOLDEN=1 npx vitest run test/golden-documents-of-the-sdk.test.ts`, and look at the difference.
 */
const golden = join(import.meta.dirname, 'golden/sdk');
const run = promisify(execFile);
const forms = { 'ES modules': 'play.mjs', CommonJS: 'play.cjs', 'both at once': 'play-both.mjs' };
let project: InstalledSdk;

beforeAll(async () => {
  project = await installSdk();
  cpSync(join(import.meta.dirname, 'rig/sdk'), project.folder, { recursive: true });
});
afterAll(() => project.remove());

async function play(node: string, script: string): Promise<Record<string, unknown>> {
  const env = { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'] };
  const { stdout, stderr } = await run(node, [script], { cwd: project.folder, env, maxBuffer: 2 ** 26 });
  expect(stderr).toBe('');
  return comparable(JSON.parse(stdout)) as Record<string, unknown>;
}

/** Without what differs from machine to machine and from one Node to the next. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key === 'runtime_version' || key === 'sdk_version') return [key, '<version>'];
      if (key === 'working_directory') return [key, '<folder>'];
      // The frame that threw; what is below it is the SDK's and Node's own.
      if (key === 'stack' && Array.isArray(member)) return [key, member.slice(0, 1).map(withoutFolder)];
      return [key, comparable(member)];
    }),
  );
}

function withoutFolder(frame: { path?: string; line?: number; label?: string }): object {
  return { ...frame, path: frame.path?.split(/[/\\]/).at(-1), line: typeof frame.line };
}

describe.each(Object.keys(nodeVersions).map(Number))('on Node %d', (major) => {
  test.for(Object.entries(forms))('from %s', async ([form, script], { skip }) => {
    const node = await findNode(major);
    if ('missing' in node) {
      console.warn(node.missing);
      return skip(node.missing);
    }
    const played = await play(node.path, script);
    if (process.env['RADIOGRAPH_WRITE_GOLDEN'] && major === 20 && form === 'ES modules') write(played);
    const expected = readdirSync(golden).map((file) => file.replace('.json', ''));
    expect(Object.keys(played).sort()).toEqual(expected.sort());
    for (const [name, documents] of Object.entries(played)) expect({ name, documents }).toEqual(read(name));
  });
});

function read(name: string): { name: string; documents: unknown } {
  return { name, documents: JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8')) };
}

function write(played: Record<string, unknown>): void {
  for (const [name, documents] of Object.entries(played))
    writeFileSync(join(golden, `${name}.json`), `${JSON.stringify(documents, null, 2)}\n`);
}
