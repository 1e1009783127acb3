import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import * as source from '../src/index.js';

/** What a plain Node process sees of the built package. */
function exportsSeenBy(
  flag: '--input-type=module' | '--input-type=commonjs',
  program: string,
): readonly string[] {
  const output = execFileSync(process.execPath, [flag, '-e', program], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  return JSON.parse(output) as readonly string[];
}

const report = 'console.log(JSON.stringify(Object.keys(protocol).sort()));';

test('import and require give the same names', () => {
  const names = Object.keys(source).sort();
  const imported = `import * as protocol from '@radiograph/protocol'; ${report}`;
  const required = `const protocol = require('@radiograph/protocol'); ${report}`;
  expect(exportsSeenBy('--input-type=module', imported)).toEqual(names);
  expect(exportsSeenBy('--input-type=commonjs', required)).toEqual(names);
});

test('require works where Node cannot require ES modules, as in Lambda', () => {
  const program = `const protocol = require('@radiograph/protocol');
    if (!protocol.isTraceId(protocol.makeTraceId())) throw new Error('no id'); ${report}`;
  expect(exportsSeenBy('--input-type=commonjs', program)).toContain('parseDocuments');
});
