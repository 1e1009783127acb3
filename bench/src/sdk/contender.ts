import { setImmediate as nextTurn } from 'node:timers/promises';
import { floor } from './floor.js';
import { official } from './official.js';
import { radiograph } from './radiograph.js';
import type { Contender } from './request.js';

// usage: node contender.js NAME REQUESTS   Prints the CPU microseconds (user and system, all threads) of one request.
const [name = 'floor', requests = '10000'] = process.argv.slice(2);
const [host = '127.0.0.1', port = '2000'] = (process.env['AWS_XRAY_DAEMON_ADDRESS'] ?? '').split(':');

const contender = await start(name);
await record(Math.ceil(Number(requests) / 4)); // warm-up: compile what is hot
const before = process.cpuUsage();
await record(Number(requests));
const { user, system } = process.cpuUsage(before);
console.log((user + system) / Number(requests));
await contender.finish();
process.exit(0);

async function start(which: string): Promise<Contender> {
  switch (which) {
    case 'floor':
      return floor(host, Number(port));
    case 'radiograph':
      return radiograph(host, Number(port), 'all');
    case 'radiograph-unsampled':
      return radiograph(host, Number(port), 'none');
    case 'official':
      return official(true);
    case 'official-unsampled':
      return official(false);
    default:
      throw new Error(`no contender is called '${which}'`);
  }
}

async function record(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await contender.record();
    if (i % 20 === 19) await nextTurn(); // let the socket send, as a server does between requests
  }
}
