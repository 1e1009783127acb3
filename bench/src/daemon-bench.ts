import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from './daemon/child.js';
import { sendNumbered } from './daemon/numbered-sender.js';
import { startRelay } from './daemon/relay-process.js';
import type { Snapshot } from './daemon/snapshot.js';
import { compare, median, pairedRounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';

const BYTES = 1500;
const DOCUMENTS = 10_000;
/** A daemon runs for weeks: until the code that each datagram goes through is compiled, and everything is loaded. */
const WARM_UP = 200_000;
/** V8 gives back what starting took when it has seen that nothing happens. */
const AT_REST_MS = 20_000;

/** What relaying costs beside a bare receiver, how much goes through without loss, and how much memory that takes. */
export async function daemonBench(rounds = 15): Promise<Section> {
  const endpoint = await startChild<unknown>('endpoint');
  const url = `http://127.0.0.1:${endpoint.port}`;
  const bare = await startChild<Snapshot>('bare-receiver');
  const daemon = await startRelay(url);
  try {
    const started = await daemon.ask();
    await sleep(AT_REST_MS);
    const atRest = await daemon.ask();
    const contenders = new Map([
      ['bare', bare],
      ['daemon', daemon],
    ]);
    const cost = (name: string) => cpuOf(contenders.get(name) ?? bare);
    for (const contender of contenders.values()) await cpuOf(contender, WARM_UP);
    const figures = await pairedRounds([...contenders.keys()], rounds, cost);
    const { ratio, low, high } = compare(figures, 'daemon', 'bare');
    const rows = [
      ['bare receiver, CPU µs a datagram', figure(median(figures.get('bare') ?? []))],
      ['daemon, CPU µs a datagram relayed', figure(median(figures.get('daemon') ?? []))],
      ['ratio (95 % interval)', `${figure(ratio)} (${figure(low)} to ${figure(high)})`],
      ['memory when started, MB', figure(started.residentMb)],
      ['memory at rest, 20 s later, MB', figure(atRest.residentMb)],
    ];
    for (const perSecond of [10_000, 20_000, 30_000, 40_000]) rows.push(await loss(url, perSecond));
    return { name: 'daemon', columns: [`datagrams of ${BYTES} bytes`, ''], rows };
  } finally {
    await Promise.all([bare.end(), daemon.end()]);
    await endpoint.end();
  }
}

async function cpuOf(child: Child<Snapshot>, count = DOCUMENTS): Promise<number> {
  const before = await child.ask();
  await sendNumbered(child.port, { count, perSecond: 10_000, bytes: BYTES });
  const after = await settled(child, before, count);
  return (after.cpuUs - before.cpuUs) / (after.settled - before.settled);
}

async function loss(url: string, perSecond: number): Promise<string[]> {
  const daemon = await startRelay(url);
  try {
    const count = perSecond * 10;
    const beganAtMs = performance.now();
    let most = 0;
    const watching = setInterval(
      () => void daemon.ask().then(({ residentMb }) => (most = Math.max(most, residentMb))),
      250,
    );
    await sendNumbered(daemon.port, { count, perSecond, bytes: BYTES });
    const sentPerSecond = count / ((performance.now() - beganAtMs) / 1000);
    clearInterval(watching);
    await sleep(300);
    const after = await settled(daemon, undefined, count);
    const missing = count - after.settled;
    return [
      `asked for ${figure(perSecond)} a second for 10 s, ${figure(sentPerSecond)} sent: lost of ${figure(count)}; memory at most`,
      `${figure(missing)}; ${figure(Math.max(most, after.residentMb))} MB`,
    ];
  } finally {
    await daemon.end();
  }
}

/** Waits until everything sent is accounted for, or nothing has moved for two seconds. */
async function settled(
  child: Child<Snapshot>,
  before: Snapshot | undefined,
  count: number,
): Promise<Snapshot> {
  const start = before?.settled ?? 0;
  let last = await child.ask();
  for (let idle = 0; last.settled - start < count && idle < 20; idle++) {
    await sleep(100);
    const next = await child.ask();
    if (next.settled > last.settled) idle = 0;
    last = next;
  }
  return last;
}
