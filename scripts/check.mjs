#!/usr/bin/env node
// Everything that is checked without running the product: formatting and lint, types of the tests, unused code, file lengths.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const maxLines = 400;
const steps = [
  ['lint and format', () => tool('@biomejs/biome/bin/biome', process.env.CI ? 'ci' : 'check', '.')],
  ['types of the tests', () => tool('typescript/bin/tsc', '-p', 'tsconfig.test.json')],
  ['unused files, exports and dependencies', () => tool('knip/bin/knip.js')],
  ['file lengths', fileLengths],
];

let failed = 0;
for (const [name, step] of steps) {
  const ok = step();
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}`);
  if (!ok) failed++;
}
process.exit(failed === 0 ? 0 : 1);

function tool(script, ...args) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0) console.error(`${result.stdout}${result.stderr}`);
  return result.status === 0;
}

function fileLengths() {
  const listed = spawnSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs', '*.js', '*.css'], {
    cwd: root,
    encoding: 'utf8',
  });
  const long = listed.stdout
    .split('\n')
    .filter(Boolean)
    .map((file) => [file, lineCount(file)])
    .filter(([, lines]) => lines > maxLines);
  for (const [file, lines] of long)
    console.error(`${file} has ${lines} lines; above ${maxLines} it holds more than one noun: split it`);
  return long.length === 0;
}

function lineCount(file) {
  try {
    return readFileSync(join(root, file), 'utf8').split('\n').length - 1;
  } catch {
    return 0; // deleted in the work tree
  }
}
