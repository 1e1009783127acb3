#!/usr/bin/env node
// Writes the tables of docs/integrations.md, from what each integration of the SDK says of itself. The SDK must be built.
// With --check it writes nothing and fails where the file is not up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs', 'integrations.md');
const folder = join(root, 'packages', 'sdk', 'dist', 'esm', 'integrations');
const begin = '<!-- integrations: written by scripts/render-integrations.mjs -->';
const end = '<!-- end of integrations -->';

const files = readdirSync(folder, { recursive: true }).filter((file) =>
  /^\w+[\\/]integration\.js$/.test(file),
);
const integrations = await Promise.all(
  files.sort().map(async (file) => (await import(pathToFileURL(join(folder, file)).href)).integration),
);
const { autoNames } = await import(pathToFileURL(join(folder, 'auto', 'switches.js')).href);

const written = readFileSync(page, 'utf8');
const rendered = withTables(written);
if (process.argv.includes('--check')) {
  if (written !== rendered) {
    console.error('docs/integrations.md is not up to date: run node scripts/render-integrations.mjs');
    process.exit(1);
  }
} else writeFileSync(page, rendered);

function withTables(text) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${page} has lost the marks between which the tables stand`);
  const tables = [overview(), ...integrations.map(section)].join('\n\n');
  return `${text.slice(0, from) + begin}\n\n${tables}\n\n${text.slice(to)}`;
}

function overview() {
  const rows = integrations.flatMap((integration) =>
    integration.libraries.map((library) => row(integration, library)),
  );
  return table(['entry', 'library', 'versions', 'tested', 'against', 'by itself'], rows);
}

function row({ subpath }, { name, versions, tested, real }) {
  const isAuto = autoNames.includes(subpath) ? 'yes' : 'no';
  return [`[\`/${subpath}\`](#${subpath})`, name, versions, tested.join(', '), real, isAuto];
}

function section({ subpath, hook, records, options, notes = [] }) {
  const about = options.map(({ name, values, default: left, meaning }) => [
    `\`${name}\``,
    `\`${values}\``,
    left === 'none' ? 'none' : `\`${left}\``,
    meaning,
  ]);
  const lines = [`### ${subpath}`, '', `Hook: ${hook}.`, '', ...records.map((phrase) => `- ${phrase}`)];
  if (about.length > 0) lines.push('', table(['option', 'values', 'default', 'meaning'], about));
  for (const note of notes) lines.push('', note);
  return lines.join('\n');
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
