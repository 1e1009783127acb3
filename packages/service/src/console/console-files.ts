import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** One file of the console, ready to be sent. */
export interface ConsoleFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly etag: string;
  /** Its name holds a hash of its content, so it may be cached for ever. */
  readonly immutable: boolean;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Vite writes what it hashes to this folder, as `name-<hash>.ext`. */
const hashedName = /^\/assets\/.*-[\w-]{8,}\.\w+(\.map)?$/;

/**
 * Reads the console's files into memory, by the path they are served at. A request can name only what is in this map,
 * so no path leads out of the folder. Links are not followed. No folder, or an absent one, gives no file.
 */
export async function readConsoleFiles(
  folder: string | undefined,
): Promise<ReadonlyMap<string, ConsoleFile>> {
  const files = new Map<string, ConsoleFile>();
  if (folder !== undefined) await readFolder(folder, '', files);
  return files;
}

async function readFolder(folder: string, path: string, files: Map<string, ConsoleFile>): Promise<void> {
  for (const entry of await entriesOf(join(folder, path))) {
    const entryPath = `${path}/${entry.name}`;
    if (entry.isDirectory()) await readFolder(folder, entryPath, files);
    else if (entry.isFile())
      files.set(entryPath, consoleFile(entryPath, new Uint8Array(await readFile(join(folder, entryPath)))));
  }
}

async function entriesOf(folder: string): Promise<Awaited<ReturnType<typeof readEntries>>> {
  try {
    return await readEntries(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function readEntries(folder: string) {
  return readdir(folder, { withFileTypes: true });
}

function consoleFile(path: string, body: Uint8Array<ArrayBuffer>): ConsoleFile {
  return {
    body,
    contentType: contentTypes[extname(path).toLowerCase()] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
    immutable: hashedName.test(path),
  };
}
