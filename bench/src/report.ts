import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const page = join(import.meta.dirname, '../../docs/performance.md');

/** A section of docs/performance.md: what was measured, how, and what came out. */
export interface Section {
  /** The name between the page's markers, and of the bench: `npm run bench -- <name>`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Prints a section, and with `write` puts it into docs/performance.md in place of what stood there. */
export function report(section: Section, write: boolean): void {
  const text = `${machine()}\n\n${table(section.columns, section.rows)}`;
  console.log(`\n${section.name}\n${text}\n`);
  if (!write) return;
  const [begin, end] = [`<!-- ${section.name}: begin -->`, `<!-- ${section.name}: end -->`];
  const old = readFileSync(page, 'utf8');
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(
      `docs/performance.md has no place for '${section.name}': add the lines ${begin} and ${end}`,
    );
  writeFileSync(page, `${old.slice(0, from)}${begin}\n${text}\n${old.slice(to)}`);
}

/** A figure with so many digits that count. */
export function figure(value: number, digits = 3): string {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)).toLocaleString('en') : '–';
}

function machine(): string {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `*${day}, Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}*`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}
