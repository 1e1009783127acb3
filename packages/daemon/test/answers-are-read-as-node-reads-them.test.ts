import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { AnswerReader, type HttpAnswer } from '../src/aws/answer-reader.js';

const LARGEST = 1000;

/** The answer to these bytes, given in pieces, and then the connection's end. */
function read(bytes: Buffer, cuts: readonly number[] = []): HttpAnswer {
  const reader = new AnswerReader(LARGEST);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let at = 0;
  for (const end of ends) {
    const answer = reader.read(Buffer.from(bytes.subarray(at, end)));
    at = end;
    if (answer !== undefined) return answer;
  }
  return reader.end();
}

const status = fc.constantFrom(200, 201, 204, 304, 400, 403, 429, 500, 503);
const name = fc.stringMatching(/^x-[a-z]{1,6}$/);
const value = fc.stringMatching(/^[!-~]([ !-~]{0,10}[!-~])?$/);
const body = fc.string({ maxLength: 300 });
const answers = fc
  .record({
    before: fc.boolean(),
    status,
    headers: fc.dictionary(name, value, { maxKeys: 4 }),
    body,
    framing: fc.constantFrom('length', 'chunks', 'end'),
    chunks: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
    closes: fc.boolean(),
  })
  .map(({ before, status: code, headers, body: text, framing, chunks, closes }) => {
    const bytes = Buffer.from(text);
    const isBare = code === 204 || code === 304;
    const lines = Object.entries(headers).map(([key, said]) => `${key.toUpperCase()}:  ${said} \r\n`);
    if (closes) lines.push('Connection: Close\r\n');
    const start = `${before ? 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n' : ''}HTTP/1.1 ${code} As it is\r\n${lines.join('')}`;
    if (isBare) return Buffer.from(`${start}\r\n`);
    if (framing === 'length')
      return Buffer.concat([Buffer.from(`${start}Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
    if (framing === 'end') return Buffer.concat([Buffer.from(`${start}\r\n`), bytes]);
    const parts = [Buffer.from(`${start}Transfer-Encoding: chunked\r\n\r\n`)];
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const part = bytes.subarray(at, at + (chunks[turn % chunks.length] ?? 1));
      parts.push(Buffer.from(`${part.length.toString(16)};a=b\r\n`), part, Buffer.from('\r\n'));
      at += part.length;
    }
    return Buffer.concat([...parts, Buffer.from('0\r\nx-trailer: 1\r\n\r\n')]);
  });

it('in whatever pieces they come', async () => {
  let written = Buffer.alloc(0);
  const server = createServer((socket) => socket.on('error', () => {}).end(written));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  await fc.assert(
    fc.asyncProperty(answers, fc.array(fc.nat(), { maxLength: 8 }), async (bytes, cuts) => {
      written = bytes;
      const theirs = request({ port, method: 'POST', agent: false }).end();
      const [answer] = await once(theirs, 'response');
      const { statusCode, headers } = answer;
      const own = read(bytes, cuts);
      expect({ status: own.status, body: own.body?.toString(), headers: { ...own.headers } }).toEqual({
        status: statusCode,
        body: (await buffer(answer)).toString(),
        headers: { ...headers },
      });
    }),
    { seed: 9, numRuns: 150 },
  );
});

it('a connection is used again only where it is certain where the answer ends', () => {
  const keeps = (text: string) => read(Buffer.from(text)).keepsAlive;
  expect(keeps('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')).toBe(true);
  expect(keeps('HTTP/1.1 200\r\ntransfer-encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n')).toBe(true);
  expect(keeps('HTTP/1.1 204 No Content\r\n\r\n')).toBe(true);
  expect(keeps('HTTP/1.1 200 OK\r\nconnection: a, close\r\ncontent-length: 2\r\n\r\n{}')).toBe(false);
  expect(keeps('HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}')).toBe(false);
  expect(keeps('HTTP/1.1 200 OK\r\n\r\n{}')).toBe(false);
  expect(keeps('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n')).toBe(false);
});

it.each([
  ['a text', 'what is this\r\n\r\n'],
  ['HTTP/2', 'HTTP/2 200 OK\r\n\r\n'],
  ['a line that is no header', 'HTTP/1.1 200 OK\r\nno header\r\n\r\n'],
  ['a header that goes on in the next line', 'HTTP/1.1 200 OK\r\na: b\r\n c\r\ncontent-length: 0\r\n\r\n'],
  ['a blank before the colon', 'HTTP/1.1 200 OK\r\ncontent-length : 0\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'],
  ['a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}'],
  ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}'],
  ['compressed chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
  ['a chunk without a length', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n{}'],
  ['a chunk that is longer', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n'],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
  ['half a head', 'HTTP/1.1 200 OK\r\ncontent-le'],
  ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{}'],
  ['half a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{}'],
  ['chunks without an end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'],
  ['headers without an end', `HTTP/1.1 200 OK\r\na: ${'x'.repeat(20_000)}`],
  ['a length without an end', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'0'.repeat(2000)}`],
])('%s is refused, byte after byte too', (_, text) => {
  const bytes = Buffer.from(text);
  expect(() => read(bytes)).toThrow(Error);
  expect(() => read(bytes, [...bytes.keys()])).toThrow(Error);
});

it('a body that is larger than allowed is given up', () => {
  const large = 'x'.repeat(LARGEST + 1);
  const heads = [
    '\r\n',
    `content-length: ${large.length}\r\n\r\n`,
    'transfer-encoding: chunked\r\n\r\n3e9\r\n',
  ];
  for (const head of heads)
    expect(read(Buffer.from(`HTTP/1.1 200 OK\r\n${head}${large}`))).toMatchObject({
      status: 200,
      body: undefined,
      keepsAlive: false,
    });
});
