import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { find } from './recording.js';
import { listenUdp } from './udp-receiver.js';

const run = promisify(execFile);
const here = new URL('..', import.meta.url).pathname;

async function script(
  type: 'module' | 'commonjs',
  code: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { stdout } = await run(process.execPath, [`--input-type=${type}`, '-e', code], {
    cwd: here,
    env: { ...process.env, ...env },
  });
  return stdout.trim();
}

const work = `
  xray.configure({ sampling: 'all' });
  xray.segment('shop', () => xray.capture('part', (part) => part.annotate('n', 1)));
`;

test.each([
  ['module', `import * as xray from '@radiograph/sdk'; ${work}`],
  ['commonjs', `const xray = require('@radiograph/sdk'); ${work}`],
] as const)('from %s the documents are sent, and nothing keeps the process alive', async (type, code) => {
  const daemon = await listenUdp();
  await script(type, code, { AWS_XRAY_DAEMON_ADDRESS: daemon.address });
  const [document] = await daemon.received(1);
  expect(find(document!, 'part').annotations).toEqual({ n: 1 });
  daemon.close();
});

test('an ESM and a CommonJS copy share the default recorder and what is current', async () => {
  const daemon = await listenUdp();
  const output = await script(
    'module',
    `
    import { createRequire } from 'node:module';
    import { createServer } from 'node:http';
    import * as esm from '@radiograph/sdk';
    import { captureHttp } from '@radiograph/sdk/http';
    import { captureFetch } from '@radiograph/sdk/fetch';
    const require = createRequire(process.cwd() + '/');
    const cjs = require('@radiograph/sdk');
    const cjsHttp = require('@radiograph/sdk/http');
    captureHttp(); cjsHttp.captureHttp();
    captureFetch(); require('@radiograph/sdk/fetch').captureFetch();
    esm.configure({ sampling: 'all' });
    const seen = [];
    const server = createServer(cjsHttp.handler('shop', async (request, response) => {
      seen.push(request.headers['x-amzn-trace-id'] ?? 'none');
      const segment = esm.currentSegment();
      await esm.capture('from esm', (part) => cjs.capture('from cjs', async (inner) => {
        inner.annotate('same', cjs.currentSegment() === segment && esm.currentSubsegment() === inner);
        if (request.url === '/') await (await fetch('http://127.0.0.1:' + server.address().port + '/leaf')).text();
      }));
      response.end();
    }));
    server.listen(0, '127.0.0.1', async () => {
      await (await fetch('http://127.0.0.1:' + server.address().port + '/')).text();
      server.close(); server.closeAllConnections();
      await cjs.shutdown();
      console.log(JSON.stringify({ different: esm.Recorder !== cjs.Recorder, seen }));
    });
  `,
    { AWS_XRAY_DAEMON_ADDRESS: daemon.address },
  );
  const documents = await daemon.received(2);
  const outer = documents.find((document) => document.http?.request?.url?.endsWith('/'));
  const inner = find(outer!, 'from esm', 'from cjs');
  expect(inner.annotations).toEqual({ same: true });
  expect(inner.subsegments).toHaveLength(1);
  const { different, seen } = JSON.parse(output);
  expect(different).toBe(true);
  expect(seen).toEqual(['none', `Root=${outer!.trace_id};Parent=${inner.subsegments?.[0]?.id};Sampled=1`]);
  daemon.close();
});

test('C7: nonsense in the environment is logged and does not stop an application that only uses the functions', async () => {
  const code = `import * as xray from '@radiograph/sdk'; console.log(xray.segment('shop', () => 'ran'));`;
  expect(
    await script('module', code, { AWS_XRAY_DAEMON_ADDRESS: 'nonsense', AWS_XRAY_CONTEXT_MISSING: 'banana' }),
  ).toBe('ran');
});
