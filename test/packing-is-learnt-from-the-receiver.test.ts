import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { GetTraceSummariesCommand } from '@aws-sdk/client-xray';
import { defaults, startDaemon } from '@radiograph/daemon';
import { Recorder } from '@radiograph/sdk';
import { freePort } from '@radiograph/testkit';
import { expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from './rig/eventually.js';
import { startRadiograph } from './rig/radiograph-process.js';
import { temporaryFolder } from './rig/temporary-folder.js';

const REQUESTS = 60;

it('an application, our daemon and our service: packed once the rules were asked for, stored one by one', async () => {
  const radiograph = await startRadiograph(temporaryFolder());
  onTestFinished(async () => void (await radiograph.stop()));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
  onTestFinished(() => void vi.unstubAllEnvs());
  const here = { host: '127.0.0.1', port: await freePort() };
  const daemon = await startDaemon({
    version: '1',
    configuration: {
      ...defaults(),
      region: 'eu-west-1',
      endpoints: [new URL(`http://${radiograph.daemonAddress}`)],
      udpAddresses: [here],
      tcpAddress: here,
      batchAgeMs: 30,
    },
  });
  onTestFinished(() => daemon.close());
  const recorder = new Recorder({ service: 'packed', daemonAddress: `127.0.0.1:${here.port}` }, {});
  onTestFinished(() => recorder.shutdown());
  let rounds = 0;
  await eventually(async () => {
    rounds++;
    for (let n = 0; n < REQUESTS; n++)
      recorder.segment('packed', { sampled: true }, (one) => one.annotate('n', n));
    await recorder.flush();
    const [intake] = daemon.status().intakes;
    expect(intake?.datagrams).toBeLessThan(intake?.received ?? 0);
  });
  await eventually(async () => expect(daemon.status().outlets[0]?.sent).toBe(rounds * REQUESTS));
  const range = { StartTime: new Date(Date.now() - 60_000), EndTime: new Date(Date.now() + 60_000) };
  await eventually(async () => {
    const FilterExpression = `service("packed") AND annotation.n = ${REQUESTS - 1}`;
    const { TraceSummaries = [] } = await radiograph.client.send(
      new GetTraceSummariesCommand({ ...range, FilterExpression }),
    );
    expect(TraceSummaries).toHaveLength(rounds);
  });
});

it('an application and our service alone: packed by default, and everything is stored', async () => {
  const radiograph = await startRadiograph(temporaryFolder());
  onTestFinished(async () => void (await radiograph.stop()));
  const recorder = new Recorder({ service: 'packed', daemonAddress: radiograph.daemonAddress }, {});
  onTestFinished(() => recorder.shutdown());
  const udp = async (): Promise<{ received: number; datagrams: number; stored: number }> =>
    (await (await fetch(`${radiograph.url}/radiograph/v1/status`)).json()).intake.udp;
  let rounds = 0;
  await eventually(async () => {
    rounds++;
    for (let n = 0; n < REQUESTS; n++) recorder.segment('packed', { sampled: true }, () => {});
    await recorder.flush();
    const { received, datagrams } = await udp();
    expect(datagrams).toBeLessThan(received);
  });
  await eventually(async () => expect((await udp()).stored).toBe(rounds * REQUESTS));
});

it('a daemon like AWS’s, which does not say so, gets one document a datagram', async () => {
  const socket = createSocket('udp4');
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked++;
      response.end('{"SamplingRuleRecords":[]}');
    });
  });
  let asked = 0;
  const datagrams: string[] = [];
  const port = await freePort();
  socket.on('message', (bytes) => datagrams.push(bytes.toString())).bind(port, '127.0.0.1');
  server.listen(port, '127.0.0.1');
  await Promise.all([once(socket, 'listening'), once(server, 'listening')]);
  onTestFinished(() => {
    socket.close();
    server.close();
  });
  const recorder = new Recorder({ service: 'alone', daemonAddress: `127.0.0.1:${port}` }, {});
  onTestFinished(() => recorder.shutdown());
  await eventually(async () => expect(asked).toBe(1));
  for (let n = 0; n < 20; n++) recorder.segment('alone', { sampled: true }, () => {});
  await recorder.flush();
  await eventually(async () => expect(datagrams).toHaveLength(20));
  for (const text of datagrams)
    expect(JSON.parse(text.slice(text.indexOf('\n')))).toMatchObject({ name: 'alone' });
});
