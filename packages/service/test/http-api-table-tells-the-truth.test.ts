import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { operations } from '../src/xray/operations.js';
import { runningService } from './running-service.js';

test('docs/http-api.md lists every operation with its path, its right and whether it works', async () => {
  const { post } = await runningService();
  const text = await readFile(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (\w+) \| `(\/\w+)` \| (works|refused) \| (\w+) \|/gm)].map(
    ([, name, path, state, right]) => ({ name, path, state, right }),
  );

  const answered = await Promise.all(
    [...operations.values()].map(async ({ name, path, right }) => {
      const { Message = '' } = await (await post(path, {})).json();
      return {
        name,
        path,
        state: Message.startsWith(`${name} is not supported`) ? 'refused' : 'works',
        right,
      };
    }),
  );

  expect(rows).toHaveLength(38);
  expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
    new Set(answered.map((row) => JSON.stringify(row))),
  );
});
