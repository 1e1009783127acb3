import { expect, it } from 'vitest';
import { parseSize } from '../src/size.js';
import { radiograph } from './radiograph-process.js';

it.each([
  ['500MB', 500_000_000],
  ['10GB', 10_000_000_000],
  ['1.5 tb', 1_500_000_000_000],
])('%s is %d bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

it.each(['', '10', 'GB', '0GB', '-1GB', '10G', '1GB 2MB', `${'9'.repeat(400)}GB`])('%j is none', (text) => {
  expect(parseSize(text)).toBeUndefined();
});

it('too little is refused before anything starts', async () => {
  const outcome = await radiograph(['--max-disk', '10MB']);
  expect(outcome).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('at least 50MB'),
  });
});
