import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Contender } from './request.js';

// usage: node contender.js NAME REQUESTS   Prints the CPU microseconds (user and system, all threads) of one request.
const [name = 'floor', requests = '10000'] = process.argv.slice(2);
const [host = '127.0.0.1', port = '2000'] = (process.env['AWS_XRAY_DAEMON_ADDRESS'] ?? '').split(':');
const otlp = process.env['BENCH_OTLP_URL'] ?? 'http://127.0.0.1:4318/v1/traces';

const contender = await start(name);
// A server runs for days: what it costs is what remains when all that is hot is compiled, which takes about 20,000 requests.
// Who has not got so far after two seconds of CPU time is measured as it is then.
for (let done = 0; done < 30_000 && process.cpuUsage().user < 2e6; done += 1000) await record(1000);
const before = process.cpuUsage();
await record(Number(requests));
// What a contender has put off belongs to its cost.
await contender.finish();
const { user, system } = process.cpuUsage(before);
console.log((user + system) / Number(requests));
process.exit(0);

/** Loads only what it starts, so that no contender's modules slow another down. */
async function start(which: string): Promise<Contender> {
  const [kind, unsampled] = which.split('-unsampled');
  const sampled = unsampled === undefined;
  switch (kind) {
    case 'floor': {
      const { floor, unsampledFloor } = await import('./floor.js');
      return sampled ? floor(host, Number(port)) : unsampledFloor();
    }
    case 'floor-bare':
      return (await import('./floor.js')).bareFloor(host, Number(port));
    case 'radiograph':
    case 'radiograph-packed': {
      // A daemon that has not said that it takes several documents in a datagram is sent one in each.
      const datagrams = kind === 'radiograph' ? {} : ({ datagrams: 'lines' } as const);
      const { radiograph } = await import('./radiograph.js');
      return radiograph(host, Number(port), { sampling: sampled ? 'all' : 'none', ...datagrams });
    }
    case 'opentelemetry':
      return (await import('./opentelemetry.js')).opentelemetry(otlp, sampled);
    case 'official':
      return (await import('./official.js')).official(sampled);
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
