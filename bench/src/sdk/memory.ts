import { setImmediate as nextTurn } from 'node:timers/promises';
import { radiograph } from './radiograph.js';

// usage: node --expose-gc memory.js REQUESTS   Prints as JSON what the heap and the process hold before, meanwhile at most, and after.
const requests = Number(process.argv[2] ?? 1_000_000);
const [host = '127.0.0.1', port = '2000'] = (process.env['AWS_XRAY_DAEMON_ADDRESS'] ?? '').split(':');
const contender = await radiograph(host, Number(port), { sampling: 'all' });

await record(20_000);
const before = heapMb();
let most = before;
for (let done = 0; done < requests; done += 50_000) {
  await record(Math.min(50_000, requests - done));
  most = Math.max(most, heapMb());
}
console.log(JSON.stringify({ before, most, after: heapMb(), resident: process.memoryUsage().rss / 1e6 }));
await contender.finish();
process.exit(0);

async function record(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await contender.record();
    if (i % 20 === 19) await nextTurn();
  }
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
