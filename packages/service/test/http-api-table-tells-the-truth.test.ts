import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { operations } from '../src/xray/operations.js';
import { runningService } from './running-service.js';

test('docs/http-api.md lists every operation with its path and whether it works', async () => {
  const { post } = await runningService();
  const text = await readFile(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (\w+) \| `(\/\w+)` \| (works|not yet) \|/gm)].map(
    ([, name, path, state]) => ({ name, path, state }),
  );

  const answered = await Promise.all(
    [...operations.values()].map(async ({ name, path }) => {
      const refusal = `${name} is not supported yet.`;
      const { Message } = await (await post(path, {})).json();
      return { name, path, state: Message === refusal ? 'not yet' : 'works' };
    }),
  );

  expect(rows).toHaveLength(38);
  expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
    new Set(answered.map((row) => JSON.stringify(row))),
  );
});
