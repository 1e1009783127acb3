import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { frameDatagram, frameDocuments } from '@radiograph/protocol';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type RadiographProcess, radiograph, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';
import { makeSegment, segmentNames } from './traces.js';

describe('to a Radiograph', () => {
  const data = temporaryFolder(afterAll);
  let service: RadiographProcess;

  beforeAll(async () => {
    service = await startRadiograph('--data', data);
  });

  afterAll(async () => {
    await service.stop();
  });

  it('a file of more documents than one request takes', async () => {
    const segments = Array.from({ length: 120 }, (_, index) => makeSegment(`line-${index}`));
    const file = join(temporaryFolder(), 'segments.jsonl');
    writeFileSync(file, segments.map((segment) => JSON.stringify(segment)).join('\n'));
    const outcome = await radiograph(['send', file, '--to', service.url]);
    expect(outcome).toEqual({ exitCode: 0, stdout: '120 accepted, 0 refused\n', stderr: '' });
    const names = await segmentNames(
      service.url,
      segments.map((segment) => segment.trace_id),
    );
    expect(Object.keys(names)).toHaveLength(120);
  });

  it('datagrams from stdin', async () => {
    const documents = ['a', 'b', 'c', 'd'].map((name) => JSON.stringify(makeSegment(name)));
    const datagrams = [...documents.slice(2).map(frameDatagram), frameDocuments(documents.slice(0, 2))];
    const outcome = await radiograph(['send', '-', '--to', service.url], datagrams.join('\n'));
    expect(outcome).toEqual({ exitCode: 0, stdout: '4 accepted, 0 refused\n', stderr: '' });
  });

  it('what is refused is told with its id and reason, and ends with 1; the rest is stored', async () => {
    const good = makeSegment('good');
    const lines = [good, { ...makeSegment('x'), trace_id: 'no' }, { name: 'nameless' }].map((line) =>
      JSON.stringify(line),
    );
    const outcome = await radiograph(['send', '-', '--to', service.url], [...lines, '{"broken'].join('\n'));
    expect(outcome).toMatchObject({ exitCode: 1, stdout: '1 accepted, 3 refused\n' });
    expect(outcome.stderr).toMatch(/^refused line 4: not JSON/m);
    expect(outcome.stderr).toMatch(/^refused [0-9a-f]{16}: InvalidTraceId: /m);
    expect(outcome.stderr).toMatch(/^refused a document without a readable id: MissingId: /m);
    expect(await segmentNames(service.url, [good.trace_id])).toEqual({ [good.trace_id]: ['good'] });
  });
});

describe('to what is no Radiograph', () => {
  async function answering(status: number, body: string): Promise<string> {
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(status).end(body));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function send(to: string, input = '{"id":"a"}'): Promise<string> {
    const { exitCode, stdout, stderr } = await radiograph(['send', '-', '--to', to], input);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
    return stderr;
  }

  it('nothing listens', async () => {
    const to = await answering(200, '');
    expect(await send(to.replace(/\d+$/, '1'))).toContain(
      'start radiograph there, or name another service with --to',
    );
  });

  it('an error with a message', async () => {
    expect(await send(await answering(429, '{"Message":"slow down"}'))).toContain('answered 429: slow down');
  });

  it('a web page', async () => {
    expect(await send(await answering(200, '<html>'))).toContain('did not answer as the X-Ray API does');
  });

  it('a file that is not there, and one that is empty', async () => {
    const missing = await radiograph(['send', join(temporaryFolder(), 'none.json')]);
    expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('cannot be read: ENOENT') });
    expect(await send('http://127.0.0.1:1', '\n')).toContain('- holds no documents');
  });
});
