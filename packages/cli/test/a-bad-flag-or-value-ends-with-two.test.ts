import { expect, it } from 'vitest';
import { radiograph } from './radiograph-process.js';

it.each<[what: string, parameters: string[], message: string]>([
  ['an unknown flag', ['--bogus'], "unknown option '--bogus'"],
  ['an almost known flag', ['start', '--prot', '3'], 'Did you mean --port?'],
  ['an unknown command', ['sned', 'file'], "unknown command 'sned'; radiograph --help lists them"],
  ['a port that is no number', ['--port', '2k'], 'Give a whole number from 0 to 65535.'],
  ['a port out of range', ['--port', '65536'], 'Give a whole number from 0 to 65535.'],
  ['a retention without a unit', ['--retention', '30'], 'Give a number with s, m, h, d or w, such as 30d.'],
  ['an unknown log level', ['--log-level', 'loud'], 'Allowed choices are error, warn, info, debug.'],
  ['a host without an address', ['--host', 'nowhere.invalid'], '--host nowhere.invalid has no address'],
  ['every interface without --insecure', ['--host', '0.0.0.0'], 'add --insecure'],
  ['a network that is none', ['--allow', '10.0.0.0/33'], 'Give a network such as 10.0.0.0/8 or fd00::/8.'],
  ['send without a file', ['send'], "missing required argument 'file'"],
  [
    'a service that is no URL',
    ['send', '--to', 'localhost:2000', '-'],
    'Give a URL such as http://127.0.0.1:2000.',
  ],
])('%s', async (_what, parameters, message) => {
  const { exitCode, stdout, stderr } = await radiograph(parameters);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^error: /);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
