import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSegmentId, makeTraceId } from '@radiograph/protocol';
import { expect, it, vi } from 'vitest';
import { radiograph, startCommand, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';

it('a backup taken while the service runs holds what was acknowledged, and is started with', async () => {
  const [data, restored] = [temporaryFolder(), temporaryFolder()];
  const file = join(temporaryFolder(), 'backup.db');
  const service = await startRadiograph('--data', data);
  const ids = Array.from({ length: 40 }, () => makeTraceId());
  await put(service.url, ids);

  const outcome = await radiograph(['backup', file, '--data', data]);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  expect(outcome.stdout).toContain(file);
  expect(readdirSync(join(file, '..'))).toEqual(['backup.db']);
  await put(service.url, [makeTraceId()]);
  await service.stop();

  copyFileSync(file, join(restored, 'traces.db'));
  const again = await startRadiograph('--data', restored);
  expect((await found(again.url, ids)).sort()).toEqual([...ids].sort());
  expect((await again.stop()).exitCode).toBe(0);
});

it('a file that exists is left alone, a place that is none is told, and so is a folder without traces', async () => {
  const [data, place] = [temporaryFolder(), temporaryFolder()];
  const none = await radiograph(['backup', join(place, 'b.db'), '--data', data]);
  expect(none).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('holds no traces') });
  await (await startRadiograph('--data', data)).stop();
  const taken = join(place, 'taken.db');
  writeFileSync(taken, 'mine');
  const exists = await radiograph(['backup', taken, '--data', data]);
  expect(exists).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('exists and was left alone') });
  expect(readFileSync(taken, 'utf8')).toBe('mine');
  const nowhere = await radiograph(['backup', join(place, 'missing', 'b.db'), '--data', data]);
  expect(nowhere).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('cannot be written') });
  expect(readdirSync(place)).toEqual(['taken.db']);
});

it('Ctrl-C ends a backup and leaves nothing behind', async () => {
  const [data, place] = [temporaryFolder(), temporaryFolder()];
  const service = await startRadiograph('--data', data);
  await put(service.url, [makeTraceId()]);
  await service.stop();
  const copying = startCommand(['backup', join(place, 'b.db'), '--data', data]);
  await vi.waitFor(() => expect(readdirSync(place)).toHaveLength(1), { interval: 1, timeout: 20_000 });
  copying.child.kill('SIGINT');
  expect(await copying.outcome).toMatchObject({
    exitCode: 130,
    stderr: expect.stringContaining('was ended'),
  });
  expect(readdirSync(place)).toEqual([]);
});

async function put(url: string, ids: readonly string[]): Promise<void> {
  const now = Date.now() / 1000;
  const documents = ids.map((trace_id) =>
    JSON.stringify({ trace_id, id: makeSegmentId(), name: 'shop', start_time: now - 1, end_time: now }),
  );
  const answer = await ask(`${url}/TraceSegments`, { TraceSegmentDocuments: documents });
  expect(answer).toEqual({ UnprocessedTraceSegments: [] });
}

async function found(url: string, ids: readonly string[]): Promise<string[]> {
  const answer = await ask(`${url}/Traces`, { TraceIds: ids });
  return (answer['Traces'] as { Id: string }[]).map(({ Id }) => Id);
}

async function ask(url: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}
