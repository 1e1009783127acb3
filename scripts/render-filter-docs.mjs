#!/usr/bin/env node
// Writes the examples of the filter language into docs/filter-expressions.md, from the table that its tests run.
// With --check it writes nothing and fails where the file is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs', 'filter-expressions.md');
const table = JSON.parse(readFileSync(join(root, 'packages', 'filter', 'test', 'examples.json'), 'utf8'));
const begin = '<!-- examples: written by scripts/render-filter-docs.mjs -->';
const end = '<!-- end of examples -->';

const written = readFileSync(page, 'utf8');
const rendered = withExamples(written, table.examples);
if (process.argv.includes('--check')) {
  if (written !== rendered) {
    console.error('docs/filter-expressions.md is not up to date: run node scripts/render-filter-docs.mjs');
    process.exit(1);
  }
} else writeFileSync(page, rendered);

function withExamples(text, examples) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${page} has lost the marks between which the examples stand`);
  return `${text.slice(0, from) + begin}\n\n${examples.map(section).join('\n\n')}\n\n${text.slice(to)}`;
}

function section(example) {
  const { number, expression, meaning, matches, misses, refused } = example;
  const shown = expression === '' ? ['(the empty text)'] : ['```', expression, '```'];
  const lines = [`**${number}.** ${meaning}`, '', ...shown, ''];
  if (matches) lines.push(`- finds: ${matches.about}`);
  if (misses) lines.push(`- passes over: ${misses.about}`);
  if (refused) lines.push(`- refused with \`${refused}\``);
  return lines.join('\n');
}
