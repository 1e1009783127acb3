import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { examples } from './examples.js';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/filter-expressions.md', root), 'utf8');

it('docs/filter-expressions.md is as its script writes it', () => {
  const script = fileURLToPath(new URL('scripts/render-filter-docs.mjs', root));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

it('docs/filter-expressions.md lists every code of a diagnostic', () => {
  const source = readFileSync(new URL('../src/diagnostic.ts', import.meta.url), 'utf8');
  const codes = source.match(/(?<=^ {2}\| ')filter\/[a-z-]+/gm) ?? [];
  expect(codes.length).toBeGreaterThan(15);
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

it('docs/filter-expressions.md shows every example', () => {
  for (const { expression } of examples) expect(page).toContain(`\n${expression}\n`);
});
