import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';

const secret = 'a-secret-0123456789';

/** Refused requests of every kind, and the levels and messages of the lines that they left, start and end besides. */
async function linesAt(level: string): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const keys = join(folder, 'keys.json');
  writeFileSync(keys, JSON.stringify({ keys: [{ id: 'all', secret, rights: ['admin'] }] }));
  const service = await startRadiograph('--data', folder, '--keys', keys, '--no-otlp', '--log-level', level);
  const post = (body: string, token: string) =>
    fetch(new URL('/Traces', service.url), {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body,
    });
  expect((await post('{"TraceIds":[]}', secret)).status).toBe(200);
  expect((await post(`{"TraceIds":${secret}}`, secret)).status).toBe(400);
  expect((await post('{}', 'a-guess-0123456789')).status).toBe(403);
  const { stderr } = await service.stop();
  expect(stderr).not.toMatch(/a-secret|a-guess/);
  const lines = stderr.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line)).map((line) => `${line.level}: ${line.msg}`);
}

const debug = 'debug: a request was refused';
const warn = 'warn: a request was refused';
const info = 'info: Closed; everything received is written';

it.each([
  ['debug', [debug, warn, info]],
  ['info', [warn, info]],
  ['warn', [warn]],
  ['error', []],
])('--log-level %s', async (level, wanted) => {
  const lines = await linesAt(level);
  expect(lines.filter((line) => [debug, warn, info].includes(line))).toEqual(wanted);
  const above = { debug: /^/, info: /^(info|warn|error)/, warn: /^(warn|error)/, error: /^error/ };
  for (const line of lines) expect(line).toMatch(above[level as keyof typeof above]);
});
