import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'packages/sdk/src');
const table = readFileSync(join(root, 'docs/configuration.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()));

function namesInColumn(column: number): string[] {
  return table.flatMap((cells) => /^`(\w+)`$/.exec(cells[column] ?? '')?.[1] ?? []).sort();
}

test('every option is in the table, and none that there is not', () => {
  const code = readFileSync(join(sources, 'recorder/options.ts'), 'utf8');
  const options = code.slice(code.indexOf('interface RecorderOptions'));
  const names = [...options.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(10);
  expect(namesInColumn(1)).toEqual(names.sort());
});

test('every environment variable that the core, the plugins and the automatic form read is in the table, and none that they do not', () => {
  const read = new Set<string>();
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    // Integrations say in their own pages what they read; what switches them on is said here.
    const isIntegration = file.startsWith('integrations') && !file.startsWith(join('integrations', 'auto'));
    if (!file.endsWith('.ts') || isIntegration) continue;
    const code = readFileSync(join(sources, file), 'utf8');
    for (const [, name] of code.matchAll(
      /['"]((?:AWS|RADIOGRAPH|LAMBDA|_X_AMZN|ECS|KUBERNETES)_[A-Z0-9_]+)['"]/g,
    ))
      read.add(name ?? '');
  }
  expect(namesInColumn(2)).toEqual([...read].sort());
});
