#!/usr/bin/env node
// Packs what is published and looks at it as npm's users would: export maps, types for ESM and CommonJS, what is inside.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packPackage } from './pack.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dual = new Set(['protocol', 'sdk', 'otel']);
const folder = mkdtempSync(join(tmpdir(), 'radiograph-pack-'));
let failed = 0;

for (const name of readdirSync(join(root, 'packages'))) {
  const place = join(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
  if (manifest.private) continue;
  const tarball = await packPackage(name, folder);
  check(`${manifest.name}: publint`, 'publint/src/cli.js', ['--strict', tarball]);
  if (manifest.exports?.['.'] === undefined) continue; // a command or files, not a library
  const profile = dual.has(name) ? 'node16' : 'esm-only';
  check(`${manifest.name}: types`, '@arethetypeswrong/cli/dist/index.js', [tarball, '--profile', profile]);
}
rmSync(folder, { recursive: true });
process.exit(failed === 0 ? 0 : 1);

function check(what, script, args) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  console.log(`${result.status === 0 ? 'ok    ' : 'FAILED'} ${what}`);
  if (result.status === 0) return;
  failed++;
  console.error(`${result.stdout}${result.stderr}`);
}
