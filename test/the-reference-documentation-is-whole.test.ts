import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
let docs: ChildProcess;
let output = '';
let url = '';

/** `npm run docs` as a user runs it: it builds the pages, checks them, and serves them until Ctrl-C. */
beforeAll(async () => {
  docs = spawn(process.execPath, [join(root, 'scripts/docs.mjs'), '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  docs.stderr?.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  url = await new Promise((found, failed) => {
    createInterface({ input: docs.stdout! }).on('line', (line) => {
      output += `${line}\n`;
      const address = /http:\/\/\S+/.exec(line)?.[0];
      if (address !== undefined) found(address);
    });
    docs.once('exit', (code) => failed(new Error(`npm run docs ended with ${code}:\n${output}`)));
  });
}, 300_000);

afterAll(() => void docs.kill('SIGKILL'));

async function page(path: string): Promise<string> {
  const response = await fetch(new URL(path, `${url}/`));
  expect(response.status, path).toBe(200);
  return response.text();
}

/** The links of a page to other pages, without their anchors. */
function links(html: string): string[] {
  const targets = [...html.matchAll(/href="([^"#:]+)(?:#[^"]*)?"/g)].map(([, target]) => target ?? '');
  return [...new Set(targets)].filter((target) => target.endsWith('.html'));
}

it('builds without an export that has no doc comment and without a broken link', () => {
  expect(output).not.toContain('warning');
  expect(output).not.toContain('without a doc comment');
});

it('has the modules of every published package, and every page that they link to', async () => {
  const modules = links(await page('index.html')).filter((target) => target.startsWith('modules/'));
  expect(modules.length).toBe(entries().length);
  const seen = new Set<string>();
  for (const module of modules)
    for (const link of links(await page(module))) seen.add(new URL(link, `${url}/modules/`).pathname);
  expect(seen.size).toBeGreaterThan(100);
  for (const path of seen) await page(path);
});

it('answers what is not there, and what is outside, with 404', async () => {
  for (const path of ['/nothing.html', '/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/%'])
    expect([400, 404], path).toContain((await fetch(url + path)).status);
});

it('ends with Ctrl-C and leaves nothing behind', async () => {
  docs.removeAllListeners('exit');
  const exit = once(docs, 'exit');
  docs.kill('SIGINT');
  await exit;
  await expect(fetch(url)).rejects.toThrow();
});

/** Every entry of every published package, such as `@radiograph/sdk/testing`. */
function entries(): string[] {
  return readdirSync(join(root, 'packages')).flatMap((name) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
    if (manifest.private) return [];
    return Object.keys(manifest.exports ?? {})
      .filter((entry) => !entry.endsWith('.json'))
      .map((entry) => join(manifest.name, entry));
  });
}
