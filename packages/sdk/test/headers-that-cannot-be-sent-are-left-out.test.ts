import { expect, test } from 'vitest';
import { captureHttp } from '../src/integrations/http/index.js';
import { ask, serve } from './http-server.js';
import { only, record } from './recording.js';

const root = '1-5759e988-bd862e3fe1be46a994272793';
// U+010A ends a line too where only the lower half of a character is written.
const hostile = ['\r\nX-Evil: 1', '\nX-Evil: 1', '\u010dX-Evil: 1', '\0'];

test.each([
  ['1', 'a root', (text: string) => ({ root: root + text, rest: '' })],
  ['1', 'other pairs', (text: string) => ({ root, rest: `Lineage=${text}` })],
  ['0', 'a root', (text: string) => ({ root: root + text, rest: '' })],
  ['0', 'other pairs', (text: string) => ({ root, rest: `Lineage=${text}` })],
] as const)(
  'a call whose segment (Sampled=%s) was given %s that no header may hold carries none, and is made all the same',
  async (sampled, _what, header) => {
    captureHttp();
    const seen: Record<string, unknown>[] = [];
    const server = await serve((request, response) => {
      seen.push(request.headers);
      response.end('hello');
    });
    const { recorder, traces } = record({ traceparent: true });
    for (const text of hostile)
      await recorder.segment('shop', { header: { ...header(text), sampled } }, () => ask(`${server.url}/`));
    await server.close();
    expect(seen).toHaveLength(hostile.length);
    for (const headers of seen) {
      expect(headers).not.toHaveProperty('x-evil');
      expect(headers).not.toHaveProperty('x-amzn-trace-id');
    }
    expect(traces.documents).toHaveLength(sampled === '1' ? hostile.length : 0);
  },
);

test('a segment makes its header once, and each call has its own parent in it', async () => {
  const { recorder, traces } = record();
  const headers = recorder.segment('shop', { header: `Root=${root};Sampled=1;Lineage=a` }, (segment) => [
    segment.downstreamHeader(),
    segment.capture('one', (one) => one.downstreamHeader()),
    segment.capture('two', (two) => two.downstreamHeader()),
  ]);
  const { id, subsegments: [one, two] = [] } = only(traces);
  expect(headers).toEqual(
    [id, one?.id, two?.id].map((parent) => `Root=${root};Parent=${parent};Sampled=1;Lineage=a`),
  );
});
