import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { eventually } from '../eventually.js';
import type { InstalledSdk } from '../installed-sdk.js';

const run = promisify(execFile);

/** A document, as far as the tests look at it. */
export interface Document {
  readonly name: string;
  readonly namespace?: string;
  readonly http?: { readonly request?: { readonly url?: string }; readonly response?: { status?: number } };
  readonly sql?: { readonly sanitized_query?: string };
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly cause?: { readonly exceptions?: readonly { readonly message?: string }[] };
  readonly subsegments?: readonly Document[];
}

/** The documents of each scenario, by what its `begin` says. */
export type Recorded = ReadonlyMap<string, readonly Document[]>;

/** How the application is started. */
export interface ApplicationRun {
  readonly node?: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Puts the application of this folder into a project. */
export function writeApplication(project: InstalledSdk): void {
  for (const name of ['app.cjs', 'scenarios.cjs'])
    project.write({ [name]: readFileSync(join(import.meta.dirname, name), 'utf8') });
}

/** Runs the application beside a daemon, and gives what it sent, with what it said on its standard error. */
export async function runApplication(
  folder: string,
  { node = process.execPath, args, env }: ApplicationRun,
): Promise<{ recorded: Recorded; stderr: string }> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const documents: Document[] = [];
  socket.on('message', (message) => {
    documents.push(JSON.parse(message.toString().split('\n')[1] ?? '{}') as Document);
  });
  try {
    const { port } = socket.address() as AddressInfo;
    const { stderr } = await run(node, [...args], {
      cwd: folder,
      env: {
        ...process.env,
        AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}`,
        RADIOGRAPH_SAMPLING: 'all',
        ...env,
      },
    });
    await eventually(async () => expect(documents.at(-1)?.name).toBe('begin end'));
    return { recorded: byScenario(documents), stderr };
  } finally {
    socket.close();
  }
}

function byScenario(documents: readonly Document[]): Recorded {
  const recorded: Map<string, Document[]> = new Map();
  let current: Document[] = [];
  for (const document of documents) {
    if (!document.name.startsWith('begin ')) current.push(document);
    else {
      current = [];
      recorded.set(document.name.slice('begin '.length), current);
    }
  }
  return recorded;
}

/** A document and all that is in it. */
export function withInner(document: Document): Document[] {
  return [document, ...(document.subsegments ?? []).flatMap(withInner)];
}
