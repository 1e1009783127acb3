import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { operations } from '../src/xray/operations.js';
import { modelledOperations } from './official-model.js';
import { operationCases } from './operation-cases/all.js';
import { runningService } from './running-service.js';

/** The rows of the table, each as one text: name, path, state, right. */
function rowsOf(page: string): readonly string[] {
  const rows = page.matchAll(/^\| (\w+) \| `(\/\w+)` \| (works|refused) \| (\w+) \|/gm);
  return [...rows].map(([, ...cells]) => cells.slice(0, 4).join(' ')).sort();
}

const page = await readFile(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');

test('docs/http-api.md lists every operation with its path, its right and whether it works', async () => {
  const { post } = await runningService();
  const served = await Promise.all(
    [...operations.values()].map(async ({ name, path, right }) => {
      const { Message = '' } = await (await post(path, {})).json();
      const state = Message.startsWith(`${name} is not supported`) ? 'refused' : 'works';
      return `${name} ${path} ${state} ${right}`;
    }),
  );
  expect(rowsOf(page)).toEqual(served.sort());
});

test('it lists the operations of the official client, as working where a test has good cases for them', () => {
  const cases = operationCases({ now: 0, ids: [], groupArn: '', retrievalToken: '' });
  const tested = modelledOperations.map(({ name, path }) => {
    const state = cases[name]?.good.length === 0 ? 'refused' : 'works';
    return `${name} ${path} ${state}`;
  });
  expect(rowsOf(page).map((row) => row.replace(/ \w+$/, ''))).toEqual(tested.sort());
});

test.each([
  ['a row that is missing', /^\| GetGroups .*\n/m, ''],
  ['another path', '| `/Groups` |', '| `/GetGroups` |'],
  ['another state', '| `/Groups` | works |', '| `/Groups` | refused |'],
  ['another right', '| `/Groups` | works | read |', '| `/Groups` | works | admin |'],
  ['a row too many', /^(\| )GetGroups( .*\n)/m, '$1GetGroups$2$1GetAll$2'],
])('%s would be seen', (_what, search, replacement) => {
  const changed = page.replace(search, replacement);
  expect(changed).not.toBe(page);
  expect(rowsOf(changed)).not.toEqual(rowsOf(page));
});
