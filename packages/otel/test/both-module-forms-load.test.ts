import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import * as source from '../src/otlp/index.js';
import { encodeRequest } from './protobuf-encoding.js';
import { requestOf } from './spans.js';

type Wrapper = (exports: object, require: (name: string) => object) => void;

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

const report = 'console.log(JSON.stringify(Object.keys(otlp).sort()));';

test('import and require give the same names', () => {
  const names = Object.keys(source).sort();
  expect(
    exportsSeenBy('--input-type=module', `import * as otlp from '@radiograph/otel/otlp'; ${report}`),
  ).toEqual(names);
  expect(
    exportsSeenBy('--input-type=commonjs', `const otlp = require('@radiograph/otel/otlp'); ${report}`),
  ).toEqual(names);
});

test('it runs where nothing of Node is, as in a browser', () => {
  const context = createContext({ TextDecoder, TextEncoder, Uint8Array });
  const loaded = new Map<string, object>();
  const load = (file: string): object => {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const exports = {};
    loaded.set(file, exports);
    const wrapper = runInContext(
      `(function (exports, require) {${readFileSync(file, 'utf8')}\n})`,
      context,
    ) as Wrapper;
    wrapper(exports, (name) => load(createRequire(file).resolve(name)));
    return exports;
  };
  const entry = createRequire(import.meta.url).resolve('@radiograph/otel/otlp');
  const otlp = load(entry) as typeof source;
  const body = encodeRequest(requestOf([{}, { kind: 'CLIENT' }]));
  const { documents } = otlp.mapSpans(otlp.decodeTraceRequest(body, 'application/x-protobuf'));
  expect(documents.map(({ name }) => name)).toEqual(['shop', 'shop', 'GET /cart']);
  expect(otlp.encodeTraceResponse(undefined, 'application/json').contentType).toBe('application/json');
});
