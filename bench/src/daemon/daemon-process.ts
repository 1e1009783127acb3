import { defaults, startDaemon } from '@radiograph/daemon';
import type { Snapshot } from './snapshot.js';

// usage: node daemon-process.js ENDPOINT [SPOOL_FOLDER]   A daemon as `radiograph daemon` starts it, which tells its figures by IPC.
const [, , endpoint = '', spoolFolder] = process.argv;
process.env['AWS_ACCESS_KEY_ID'] = 'AKIDEXAMPLE';
process.env['AWS_SECRET_ACCESS_KEY'] = 'a-secret-of-nobody';
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const daemon = await startDaemon({
  version: 'bench',
  configuration: {
    ...defaults(),
    region: 'eu-central-1',
    endpoints: [new URL(endpoint)],
    udpAddresses: [{ host: '127.0.0.1', port: 0 }],
    tcpAddress: { host: '127.0.0.1', port: 0 },
    totalBufferSizeMb: 32,
  },
  ...(spoolFolder !== undefined && { spoolFolder }),
});

process.send?.({ port: daemon.udpAddresses[0]?.port });
// Whoever asked may be gone before the answer.
process.on('message', () => process.send?.(snapshot(), undefined, undefined, () => {}));
process.on('disconnect', () => void daemon.close().then(() => process.exit(0)));

function snapshot(): Snapshot {
  const { intakes, outlets } = daemon.status();
  const [intake] = intakes;
  const [outlet] = outlets;
  const total = (counts: Readonly<Record<string, number>> = {}) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  const { user, system } = process.cpuUsage();
  return {
    cpuUs: user + system,
    residentMb: process.memoryUsage.rss() / 1e6,
    received: intake?.received ?? 0,
    settled: (outlet?.sent ?? 0) + total(outlet?.rejected),
    lost:
      total(intake?.rejected) + total(intake?.dropped) + (intake?.kernelDrops ?? 0) + total(outlet?.dropped),
    spooled: outlet?.spooled ?? 0,
  };
}
