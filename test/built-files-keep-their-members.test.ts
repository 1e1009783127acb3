import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * TypeScript 7.0 takes a member of an object literal for the class around it where both have the same name, and writes the
 * temporary variable that stands for the class: `{ Tags: tags }` inside `class Tags` becomes `{ _a: tags }`. No source here has
 * such members.
 */
const RENAMED = /[{,]\s*_[a-z]\s*:/g;

function renamedMembers(code: string): readonly string[] {
  return code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').match(RENAMED) ?? [];
}

test('a member that the compiler renamed is told from variables and comments', () => {
  expect(renamedMembers('put(arn, { _a: after })')).toEqual(['{ _a:']);
  expect(renamedMembers('return {\n  id,\n  _b: 1,\n}')).toHaveLength(1);
  expect(renamedMembers('var _a, _b; f(x, _a); /** `{ _a: tags }` */ x = { _ab: 1, a: _a }')).toEqual([]);
});

test('no built file has a member that the compiler renamed', () => {
  const files = builtFiles();
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => renamedMembers(readFileSync(file, 'utf8')).length > 0)).toEqual([]);
});

/** What the compiler wrote; the page's files are minified by another tool. */
function builtFiles(): readonly string[] {
  const rooms = readdirSync(join(ROOT, 'packages')).filter((room) => room !== 'console');
  return rooms
    .map((room) => join(ROOT, 'packages', room, 'dist'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.[cm]?js$/.test(name))
        .map((name) => join(folder, name)),
    );
}
