import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from './daemon/child.js';
import type { Audit } from './daemon/endpoint.js';
import { sendNumbered } from './daemon/numbered-sender.js';
import { startRelay } from './daemon/relay-process.js';
import type { Snapshot } from './daemon/snapshot.js';
import { figure, type Section } from './report.js';

const PER_SECOND = 1000;
const BYTES = 400;

/** Ten minutes at 1,000 documents a second while nobody takes them, or so many seconds as `RADIOGRAPH_BENCH_SECONDS` says. */
export function daemonOutageBench(): Promise<Section> {
  return trial('daemon-outage', 'away', secondsOr(600));
}

/** Two minutes in which nine in ten things that can go wrong with an endpoint do, one after the other, at random. */
export function daemonChaosBench(): Promise<Section> {
  return trial('daemon-chaos', 'chaos', secondsOr(120));
}

function secondsOr(usual: number): number {
  return Number(process.env['RADIOGRAPH_BENCH_SECONDS'] ?? usual);
}

async function trial(name: string, order: 'away' | 'chaos', seconds: number): Promise<Section> {
  const spool = mkdtempSync(join(tmpdir(), 'radiograph-bench-'));
  const endpoint = await startChild<Audit>('endpoint');
  endpoint.tell(order);
  const daemon = await startRelay(`http://127.0.0.1:${endpoint.port}`, spool);
  const memory: number[] = [];
  const watch = async () => memory.push((await daemon.ask()).residentMb);
  const watching = setInterval(() => void watch(), 1000);
  try {
    const count = seconds * PER_SECOND;
    await sendNumbered(daemon.port, { count, perSecond: PER_SECOND, bytes: BYTES });
    clearInterval(watching);
    await sleep(1500);
    const { received, spooled = 0, lost } = await daemon.ask();
    endpoint.tell('well');
    const beganAtMs = performance.now();
    const audit = await drained(endpoint, daemon, count);
    const tenth = Math.ceil(memory.length / 10);
    return {
      name,
      columns: [`${figure(seconds)} s at ${figure(PER_SECOND)} documents a second`, ''],
      rows: [
        ['documents sent', figure(count, 7)],
        ['received', figure(received, 7)],
        ['on disk at its end', figure(spooled, 7)],
        ['dropped or refused, the kernel included', figure(lost, 7)],
        ['arrived afterwards, each counted once', figure(audit.distinct, 7)],
        ['arrived a second time', figure(audit.twice, 7)],
        ['seconds until all had arrived', figure((performance.now() - beganAtMs) / 1000)],
        ['memory, first tenth at most, MB', figure(Math.max(...memory.slice(0, tenth)))],
        ['memory, last tenth at most, MB', figure(Math.max(...memory.slice(-tenth)))],
      ],
    };
  } finally {
    clearInterval(watching);
    await daemon.end();
    await endpoint.end();
    rmSync(spool, { recursive: true, force: true });
  }
}

/** Waits until everything has arrived, or nothing has for a minute, longer than any pause between attempts. */
async function drained(endpoint: Child<Audit>, daemon: Child<Snapshot>, count: number): Promise<Audit> {
  let audit = await endpoint.ask('audit');
  for (let idle = 0; audit.distinct < count && idle < 240; idle++) {
    await sleep(250);
    const next = await endpoint.ask('audit');
    if (next.distinct > audit.distinct) idle = 0;
    audit = next;
  }
  await daemon.ask();
  return audit;
}
