import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@radiograph/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchangeRaw, runningService } from './running-service.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let consoleFolder = '';

beforeAll(async () => {
  folder = await temporaryFolder();
  consoleFolder = join(folder.path, 'console');
  await mkdir(join(consoleFolder, 'assets'), { recursive: true });
  await writeFile(join(folder.path, 'secret.txt'), 'secret');
  await symlink(join(folder.path, 'secret.txt'), join(consoleFolder, 'link.txt'));
  await writeFile(join(consoleFolder, 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(join(consoleFolder, 'favicon.svg'), '<svg/>');
  await writeFile(join(consoleFolder, 'assets', 'index-DkJ3a_9z.js'), 'export {};');
  await writeFile(join(consoleFolder, 'assets', 'index-B1c2D3e4.css'), 'a{}');
});

afterAll(() => folder.remove());

test('every page of the console is its index', async () => {
  const { service } = await runningService({ consoleFolder });
  const pages = [
    '/',
    '/?since=1h',
    '/traces',
    '/traces?filter=fault',
    '/traces/1-5759e988-bd862e3fe1be46a994272793',
    '/exceptions',
    '/analytics',
    '/sampling',
    '/groups',
  ];
  for (const page of pages) {
    const response = await fetch(service.url + page);
    expect([page, response.status, await response.text()]).toEqual([
      page,
      200,
      '<!doctype html><title>console</title>',
    ]);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  }
});

test('files have their types; those named by their hash are kept for ever', async () => {
  const { service } = await runningService({ consoleFolder });
  const script = await fetch(`${service.url}/assets/index-DkJ3a_9z.js`);
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(await script.text()).toBe('export {};');
  const style = await fetch(`${service.url}/assets/index-B1c2D3e4.css`);
  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
  const icon = await fetch(`${service.url}/favicon.svg`);
  expect([icon.headers.get('content-type'), icon.headers.get('cache-control')]).toEqual([
    'image/svg+xml',
    'no-cache',
  ]);
});

test('what a browser has already is not sent again', async () => {
  const { service } = await runningService({ consoleFolder });
  const etag = (await fetch(service.url)).headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]+"$/);
  const again = await fetch(service.url, { headers: { 'if-none-match': `"other", W/${etag}` } });
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  expect((await fetch(service.url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test('HEAD answers as GET does, without a body', async () => {
  const { service } = await runningService({ consoleFolder });
  const head = await fetch(`${service.url}/favicon.svg`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
    200,
    'image/svg+xml',
    '',
  ]);
  expect(
    (await fetch(`${service.url}/radiograph/v1/live`, { method: 'HEAD' })).headers.get('content-type'),
  ).toContain('text/event-stream');
  expect((await fetch(`${service.url}/nothing`, { method: 'HEAD' })).status).toBe(404);
});

test('no path leads out of the folder', async () => {
  const { service } = await runningService({ consoleFolder });
  const paths = [
    ...[
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..\\secret.txt',
      '//secret.txt',
    ],
    ...[
      '/link.txt',
      '/assets',
      '/assets/',
      '/index.html/',
      '/%00',
      '/index.html%00.txt',
      '/traces/../../secret.txt',
      'http://localhost/../secret.txt',
    ],
  ];
  for (const path of paths) {
    const answer = await exchangeRaw(
      service,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect([path, answer]).toEqual([path, expect.stringMatching(/^HTTP\/1.1 (404|400) /)]);
    expect(answer).not.toContain('\r\n\r\nsecret');
  }
});

test('without built files a page says what to do', async () => {
  const { service } = await runningService({ consoleFolder: join(folder.path, 'absent') });
  const response = await fetch(`${service.url}/traces`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('npm run build');
  expect((await fetch(`${service.url}/assets/x.js`)).status).toBe(404);
});
