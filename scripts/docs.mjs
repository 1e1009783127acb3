#!/usr/bin/env node
// Builds the reference documentation from the doc comments and serves it on this machine.
// usage: npm run docs [-- --port 6060] [--build-only]
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs');
const pages = join(folder, 'dist');
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const { values } = parseArgs({
  options: { port: { type: 'string', default: '6060' }, 'build-only': { type: 'boolean', default: false } },
});

const typedoc = ['node_modules', '../node_modules']
  .map((place) => join(folder, place, 'typedoc/bin/typedoc'))
  .find((file) => existsSync(file));
if (typedoc === undefined) throw new Error("typedoc is not installed; 'npm run docs' does it");
const { status } = spawnSync(process.execPath, [typedoc, '--options', 'typedoc.json'], {
  cwd: folder,
  stdio: 'inherit',
});
if (status !== 0 || values['build-only']) process.exit(status ?? 1);

createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://docs').pathname));
  let file = join(pages, path);
  if (!file.startsWith(pages + sep) && file !== pages) return response.writeHead(404).end();
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
  if (!existsSync(file)) return response.writeHead(404, { 'content-type': 'text/plain' }).end('no such page');
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
})
  .on('error', (error) => {
    console.error(
      error.code === 'EADDRINUSE'
        ? `port ${values.port} is taken; choose another: npm run docs -- --port 6061`
        : error.message,
    );
    process.exit(1);
  })
  .listen(Number(values.port), '127.0.0.1', () =>
    console.log(`The reference documentation is at http://127.0.0.1:${values.port}  (Ctrl-C ends)`),
  );
