import { createSocket } from 'node:dgram';
import type { Snapshot } from './snapshot.js';

// The least there is to do: a process that receives datagrams and throws them away. Answers every IPC message with a snapshot.
let received = 0;
const socket = createSocket('udp4');
socket.on('message', () => {
  received += 1;
});
socket.bind(0, '127.0.0.1', () => {
  socket.setRecvBufferSize(4 * 1024 * 1024);
  process.send?.({ port: socket.address().port });
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const residentMb = process.memoryUsage.rss() / 1e6;
  process.send?.({
    cpuUs: user + system,
    residentMb,
    received,
    settled: received,
    lost: 0,
  } satisfies Snapshot);
});
process.on('disconnect', () => process.exit(0));
