import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { frameDatagram } from '@radiograph/protocol';
import { expect, it } from 'vitest';
import { radiograph, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';
import { makeSegment, segmentNames } from './traces.js';

async function sendByUdp(port: number, documents: readonly object[]): Promise<void> {
  const socket = createSocket('udp4');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  for (const document of documents) {
    await new Promise((resolve) => socket.send(frameDatagram(JSON.stringify(document)), resolve));
  }
  socket.close();
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s right after five hundred datagrams loses none',
  async (signal) => {
    const data = temporaryFolder();
    const segments = Array.from({ length: 500 }, (_, index) => makeSegment(`shop-${index}`));
    const first = await startRadiograph('--data', data);
    await sendByUdp(first.port, segments);
    const { exitCode, stdout } = await first.stop(signal);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `Radiograph is at ${first.url}\n` });

    const second = await startRadiograph('--data', data);
    const names = await segmentNames(
      second.url,
      segments.map((segment) => segment.trace_id),
    );
    expect(names).toEqual(Object.fromEntries(segments.map(({ trace_id, name }) => [trace_id, [name]])));
    expect((await second.stop()).exitCode).toBe(0);
  },
);

it('UDP and HTTP on one number reach the same traces while it runs', async () => {
  const process = await startRadiograph('--data', temporaryFolder());
  const [byUdp, byHttp] = [makeSegment('by-udp'), makeSegment('by-http')];
  await sendByUdp(process.port, [byUdp]);
  expect(await radiograph(['send', '--to', process.url, '-'], JSON.stringify(byHttp))).toMatchObject({
    exitCode: 0,
  });
  await expect
    .poll(() => segmentNames(process.url, [byUdp.trace_id, byHttp.trace_id]))
    .toEqual({ [byUdp.trace_id]: ['by-udp'], [byHttp.trace_id]: ['by-http'] });
  await process.stop();
});
