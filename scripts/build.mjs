#!/usr/bin/env node
// Compiles every package, marks the CommonJS builds as such, and builds the console where its sources are newer than its files.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dualPackages = ['protocol', 'sdk', 'otel'];

compile();
for (const name of dualPackages) markCommonJs(name);
buildConsole();

function compile() {
  run(join('typescript', 'bin', 'tsc'), ['-b'], root);
}

function markCommonJs(name) {
  const folder = join(root, 'packages', name, 'dist', 'cjs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'package.json');
  if (!existsSync(file)) writeFileSync(file, '{ "type": "commonjs" }\n');
}

function buildConsole() {
  const folder = join(root, 'packages', 'console');
  const page = join(folder, 'dist', 'index.html');
  const newest = Math.max(
    ...[
      'console/src',
      'console/index.html',
      'console/vite.config.ts',
      'trace/src',
      'filter/src',
      'protocol/src',
    ].map((p) => newestChange(join(root, 'packages', p))),
  );
  if (existsSync(page) && statSync(page).mtimeMs > newest) return;
  run(join('vite', 'bin', 'vite.js'), ['build', '--logLevel', 'warn'], folder);
}

function newestChange(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function run(script, args, cwd) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd,
    stdio: 'inherit',
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}
