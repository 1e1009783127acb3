#!/usr/bin/env node
// Builds the reference documentation from the doc comments and serves it on this machine.
// Its pages are of everything that a published package exports. What is exported without a doc comment, or is linked to and
// not there, is an error.
// usage: npm run docs [-- --port 6060] [--build-only | --check-only]
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs');
const pages = join(folder, 'dist');
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '6060' },
    'build-only': { type: 'boolean', default: false },
    'check-only': { type: 'boolean', default: false },
  },
});

const typedoc = ['node_modules', '../node_modules']
  .map((place) => join(folder, place, 'typedoc/bin/typedoc'))
  .find((file) => existsSync(file));
if (typedoc === undefined) throw new Error("typedoc is not installed; 'npm run docs' does it");
const model = join(pages, 'model.json');
const options = [
  '--options',
  'typedoc.json',
  '--json',
  model,
  ...(values['check-only'] ? [] : ['--out', pages]),
];
const { status } = spawnSync(process.execPath, [typedoc, ...options, ...entryPoints()], {
  cwd: folder,
  stdio: 'inherit',
});
const undocumented = status === 0 ? withoutComment(JSON.parse(readFileSync(model, 'utf8'))) : [];
for (const name of undocumented) console.error(`${name} is exported without a doc comment`);
const failed = status !== 0 || undocumented.length > 0;
if (failed || values['build-only'] || values['check-only']) process.exit(failed ? 1 : 0);

const server = createServer((request, response) => {
  const file = fileOf(request.url ?? '/');
  if (file === undefined)
    return response.writeHead(404, { 'content-type': 'text/plain' }).end('no such page');
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
});
server.on('error', (error) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `port ${values.port} is taken; choose another: npm run docs -- --port 6061`
      : error.message,
  );
  process.exit(1);
});
server.listen(Number(values.port), '127.0.0.1', () =>
  console.log(`The reference documentation is at http://127.0.0.1:${server.address().port}  (Ctrl-C ends)`),
);

/** The file of a page; `undefined` where there is none, or it lies outside. */
function fileOf(url) {
  let path = url.split(/[?#]/)[0];
  try {
    path = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const file = join(pages, normalize(path));
  if (!file.startsWith(pages + sep) && file !== pages) return undefined;
  if (!existsSync(file)) return undefined;
  if (!statSync(file).isDirectory()) return file;
  const index = join(file, 'index.html');
  return existsSync(index) ? index : undefined;
}

/** The source of every entry of every published package. */
function entryPoints() {
  return readdirSync(join(root, 'packages')).flatMap((name) => {
    const place = join(root, 'packages', name);
    if (!existsSync(join(place, 'package.json'))) return [];
    const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
    if (manifest.private) return [];
    return Object.values(manifest.exports ?? {})
      .map((entry) => entry.import?.types ?? entry.types ?? entry.default ?? entry)
      .filter((file) => typeof file === 'string' && /\.(?:d\.ts|js)$/.test(file))
      .map((file) =>
        join(place, file.replace(/^\.\/dist\/(esm\/)?/, 'src/').replace(/\.(?:d\.ts|js)$/, '.ts')),
      );
  });
}

/** What is exported by a module of typedoc's model, and has no text. A function's is at its first signature. */
function withoutComment(project) {
  return project.children.flatMap((module) =>
    (module.children ?? [])
      .filter(({ variant }) => variant !== 'reference')
      .filter(({ comment, signatures: [first] = [] }) => !(comment ?? first?.comment)?.summary?.length)
      .map(({ name }) => `${module.name}: ${name}`),
  );
}
