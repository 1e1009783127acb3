#!/usr/bin/env node
// Packs packages as they are published. Those that applications install are bundled first: one file for each entry, as a
// process that loads sixty small files starts 30 ms later (docs/decisions/0006-published-entries-are-bundled.md).
// usage: node scripts/pack.mjs FOLDER NAME...   Prints the tarballs, one a line. The packages must be built.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundled = new Set(['sdk']);
/** Stands for the path to a shared file until it is known from where it is loaded. */
const SHARED = /\bshared:(\w+\.js)/g;

/** Packs one package into a folder and gives the tarball's path. */
export async function packPackage(name, folder) {
  const place = join(root, 'packages', name);
  if (!bundled.has(name)) return npmPack(place, folder);
  const staging = mkdtempSync(join(tmpdir(), 'radiograph-staging-'));
  try {
    for (const part of ['package.json', 'README.md', 'auto.mjs', 'dist'])
      if (existsSync(join(place, part))) cpSync(join(place, part), join(staging, part), { recursive: true });
    const { exports } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
    for (const format of ['esm', 'cjs']) {
      const entries = [...new Set(pathsIn(exports))].filter((path) => path.startsWith(`./dist/${format}/`));
      await bundle(
        place,
        staging,
        format,
        entries.filter((path) => path.endsWith('.js')),
      );
      keepDeclarations(
        join(staging, 'dist', format),
        entries.filter((path) => path.endsWith('.d.ts')).map((path) => join(staging, path)),
      );
    }
    return npmPack(staging, folder);
  } finally {
    rmSync(staging, { recursive: true });
  }
}

/** The files that the entries of a package are, whatever the conditions. */
function pathsIn(exports) {
  return typeof exports === 'string' ? [exports] : Object.values(exports).flatMap(pathsIn);
}

/**
 * Every entry becomes one file. What they share is in files of its own, so that there is one of it: the part of the core that a
 * function on Lambda needs, and the rest. The core's entry itself only leads to these, so that an application's bundler takes no more
 * than it uses. Both formats are made of the ES modules, from which what is not used can be left out.
 */
async function bundle(place, staging, format, entries) {
  const [source, output] = [join(place, 'dist', 'esm'), join(staging, 'dist', format)];
  for (const file of readdirSync(output, { recursive: true }))
    if (file.endsWith('.js')) rmSync(join(output, file));
  const light = await partsOf(join(source, 'light.js'), source);
  const whole = (await partsOf(join(source, 'index.js'), source)).filter((part) => !light.includes(part));
  const shared = { 'light.js': light, 'whole.js': whole };
  const options = {
    bundle: true,
    write: false,
    format,
    platform: 'node',
    target: 'node20.19',
    // Names stay, for stack traces; white space is a quarter of what an application installs.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
  };
  const builds = Object.entries(shared).map(([file, parts]) => ({
    ...options,
    stdin: {
      contents: parts.map((part) => `export * from '${asImport(source, part)}';`).join('\n'),
      resolveDir: source,
    },
    outfile: join(output, file),
    plugins: [{ name: 'shared', setup: (step) => keepSharedApart(step, shared, file) }],
  }));
  builds.push({
    ...options,
    entryPoints: entries.map((entry) => join(source, relative(`./dist/${format}`, entry))),
    outdir: output,
    outbase: source,
    plugins: [
      { name: 'shared', setup: (step) => keepSharedApart(step, shared) },
      { name: 'one-core', setup: (step) => keepCoreApart(step, source) },
    ],
  });
  for (const { outputFiles } of await Promise.all(builds.map((one) => build(one))))
    for (const { path, text } of outputFiles) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(
        path,
        text.replaceAll(SHARED, (_, file) => asImport(dirname(path), join(output, file))),
      );
    }
}

/** The modules of the SDK that one of them leads to. */
async function partsOf(file, source) {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    metafile: true,
  });
  return Object.keys(metafile.inputs)
    .map((input) => resolve(input))
    .filter((input) => input !== file && input.startsWith(source + sep));
}

/** What is in a shared file is loaded from there; it exports all that its modules do. */
function keepSharedApart(step, shared, own) {
  step.onResolve({ filter: /^\.{1,2}\// }, ({ path, importer, kind, resolveDir }) => {
    if (kind === 'entry-point') return undefined;
    const place = resolve(importer === '<stdin>' ? resolveDir : dirname(importer), path);
    const file = Object.keys(shared).find((name) => name !== own && shared[name].includes(place));
    return file && { path: `shared:${file}`, external: true, sideEffects: false };
  });
}

function asImport(folder, file) {
  const path = relative(folder, file).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

/** Of the declarations those stay that an application's compiler reads: what the entries' lead to. */
function keepDeclarations(folder, entries) {
  const kept = new Set();
  const keep = (file) => {
    if (kept.has(file) || !existsSync(file)) return;
    kept.add(file);
    const paths = readFileSync(file, 'utf8').matchAll(/(?:from |import\(|import )['"](\.[^'"]+)\.js['"]/g);
    for (const [, path] of paths) keep(join(dirname(file), `${path}.d.ts`));
  };
  for (const entry of entries) keep(entry);
  for (const file of readdirSync(folder, { recursive: true })) {
    const path = join(folder, file);
    if (/\.d\.ts(\.map)?$/.test(file) && !kept.has(path)) rmSync(path);
  }
}

/** An entry lies as deep in its folder as the file that it is made of lies below the core; all that it takes in lies beside it. */
function keepCoreApart(step, source) {
  step.onResolve({ filter: /\/index\.js$/ }, ({ path, importer, kind }) => {
    const place = resolve(dirname(importer), path);
    // An entry that builds on others, as the automatic form does on most, loads them instead of holding a second copy.
    const isEntry =
      place === join(source, 'index.js') || dirname(dirname(place)) === join(source, 'integrations');
    if (kind === 'entry-point' || !isEntry) return undefined;
    return { path: relative(dirname(importer), place).split(sep).join('/'), external: true };
  });
}

function npmPack(place, folder) {
  const npm = process.env.npm_execpath;
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: place, encoding: 'utf8' })
    : spawnSync('npm', args, { cwd: place, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`'npm pack' failed in ${place}:\n${result.stderr}`);
  const packed = JSON.parse(result.stdout);
  const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed);
  return join(folder, filename.replace('@', '').replace('/', '-'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = '.', ...names] = process.argv.slice(2);
  for (const name of names) console.log(await packPackage(name, resolve(folder)));
}
