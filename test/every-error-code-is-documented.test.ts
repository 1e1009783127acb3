import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

it('docs/errors.md lists every code that a package can bear, and no other', () => {
  const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `([a-z]+\/[a-z0-9-]+)` \|/gm)].map(([, code]) => code);
  const codes = sourceFiles().flatMap((file) => codesIn(readFileSync(file, 'utf8')));
  expect(codes.length).toBeGreaterThan(50);
  expect([...documented].sort()).toEqual([...new Set(codes)].sort());
});

it('the check finds the codes of a closed union, on one line or many', () => {
  expect(
    codesIn(
      "export type ACode = 'a/b' | 'a/c-d';\nexport type BCode =\n  | 'b/x'\n  | 'b/y';\ntype Other = 'c/z';",
    ),
  ).toEqual(['a/b', 'a/c-d', 'b/x', 'b/y']);
});

function sourceFiles(): readonly string[] {
  return readdirSync(join(root, 'packages')).flatMap((room) => {
    const folder = join(root, 'packages', room, 'src');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name));
  });
}

/** The members of the exported unions whose name ends in `Code`. */
function codesIn(source: string): readonly string[] {
  return [...source.matchAll(/export type \w*Code =([^;]*);/g)].flatMap(([, union = '']) =>
    [...union.matchAll(/'([a-z]+\/[a-z0-9-]+)'/g)].map(([, code = '']) => code),
  );
}
