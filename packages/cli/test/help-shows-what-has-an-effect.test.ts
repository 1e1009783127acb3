import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { radiograph } from './radiograph-process.js';

it('help names every flag of start and gives examples', async () => {
  const { exitCode, stdout, stderr } = await radiograph(['--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const flags = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map((match) => match[1]);
  expect(flags).toEqual([
    '--port',
    '--host',
    '--data',
    '--retention',
    '--max-disk',
    '--index',
    '--strict',
    '--public-host',
    '--keys',
    '--allow',
    '--insecure',
    '--no-otlp',
    '--log-level',
  ]);
  expect(stdout).toContain('radiograph send segments.json');
});

it('the version is that of the package', async () => {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  expect(await radiograph(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});
