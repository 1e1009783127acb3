#!/usr/bin/env node
// usage: npm run bench [-- sdk|store|service|console|…] [--write]   All of them by default; --write puts the figures into docs/performance.md.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
for (const args of [
  [join(root, 'node_modules/typescript/bin/tsc'), '-b', join(root, 'bench')],
  [join(root, 'bench/dist/main.js'), ...process.argv.slice(2)],
]) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
