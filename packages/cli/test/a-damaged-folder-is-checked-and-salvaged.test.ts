import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { radiograph, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';
import { makeSegment, segmentNames } from './traces.js';

it('start refuses a damaged file, check says what is wrong, salvage saves what can be read, and start goes on with it', async () => {
  const data = temporaryFolder();
  const segments = Array.from({ length: 30 }, () => makeSegment('shop'));
  const first = await startRadiograph('--data', data);
  const answer = await fetch(new URL('/TraceSegments', first.url), {
    method: 'POST',
    body: JSON.stringify({ TraceSegmentDocuments: segments.map((segment) => JSON.stringify(segment)) }),
  });
  expect(answer.status).toBe(200);
  await first.stop();
  expect(await radiograph(['check', '--data', data])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('is whole'),
  });
  expect(await radiograph(['salvage', '--data', data])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('nothing was done'),
  });

  const file = openSync(join(data, 'traces.db'), 'r+');
  writeSync(file, Buffer.alloc(16_384, 0xa5), 0, 16_384, 0);
  closeSync(file);
  expect(await radiograph(['--port', '0', '--data', data])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/traces\.db is damaged .*\nradiograph salvage saves/s),
  });
  expect(await radiograph(['check', '--data', data])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('radiograph salvage'),
  });
  const salvaged = await radiograph(['salvage', '--data', data]);
  expect(salvaged).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Saved 30 documents') });
  const kept = readdirSync(data).find((name) => name.startsWith('damaged-'));
  expect(salvaged.stdout).toContain(join(data, kept ?? 'none'));

  const again = await startRadiograph('--data', data);
  const ids = segments.map(({ trace_id }) => trace_id);
  const names = await segmentNames(again.url, ids);
  expect(Object.keys(names).sort()).toEqual([...ids].sort());
  expect((await again.stop()).exitCode).toBe(0);
});
