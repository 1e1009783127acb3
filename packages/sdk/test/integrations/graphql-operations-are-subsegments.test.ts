import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findNode } from '../../../../test/rig/node-versions.js';

const node24 = await findNode(24);

/** graphql 17 publishes where Node has `process.getBuiltinModule`: from 22.3 and 20.16 on. */
const versions: [string, string | undefined][] = [
  [process.versions.node, process.execPath],
  ['24', 'path' in node24 ? node24.path : undefined],
];

const script = `
  import { buildSchema, execute, graphql as run, parse } from 'graphql';
  import { Recorder } from '@radiograph/sdk';
  import { graphql } from '@radiograph/sdk/graphql';
  import { memory } from '@radiograph/sdk/testing';
  const schema = buildSchema('type Query { hello(name: String): String  fails: String  plain: String }');
  const rootValue = {
    plain: 'plain',
    hello: async ({ name }) => { await null; return 'hello ' + name; },
    fails: () => { throw new RangeError('no such thing'); },
  };
  const source = 'query Greet($n: String) { hello(name: $n) plain fails }';
  const ask = () => run({ schema, source, rootValue, variableValues: { n: 'secret' } });
  const bare = JSON.stringify(await ask());
  graphql(); graphql();
  const recorder = new Recorder({ sampling: 'all' });
  const traces = memory(recorder);
  const traced = JSON.stringify(await recorder.segment('shop', ask));
  await ask();
  recorder.segment('sync', () => execute({ schema, document: parse('{ plain }'), rootValue }));
  await Promise.all(Array.from({ length: 500 }, (_, i) => recorder.segment('many', ask)));
  console.log(JSON.stringify({ same: bare === traced, documents: traces.documents.slice(0, 2), many: traces.documents.slice(2).every((d) => d.subsegments.length === 1) }));`;

test.each(versions)(
  'Node %s: an operation is a subsegment with the errors of its result, and without its variables',
  async (_version, path) => {
    if (path === undefined) return;
    const args = ['--no-warnings', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(path, args, {
      cwd: join(import.meta.dirname, '../../../../test'),
    });
    const { same, documents, many } = JSON.parse(stdout);
    expect(same).toBe(true);
    expect(many).toBe(true);
    expect(documents[0].subsegments).toEqual([
      {
        id: expect.any(String),
        name: 'graphql query Greet',
        start_time: expect.any(Number),
        end_time: expect.any(Number),
        fault: true,
        metadata: { graphql: { operation: { type: 'query', name: 'Greet' } } },
        cause: expect.objectContaining({
          exceptions: [expect.objectContaining({ type: 'RangeError', message: 'no such thing' })],
        }),
      },
    ]);
    expect(documents[1].subsegments).toHaveLength(1);
    expect(stdout).not.toContain('secret');
  },
);
