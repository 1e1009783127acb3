import { type ChildProcess, fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { frameDatagram, type IntakeCounters } from '@radiograph/protocol';
import { trafficGenerator } from '@radiograph/testkit';
import { median, percentile } from './paired-rounds.js';
import { figure, type Section } from './report.js';

interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface Status {
  readonly intake: { readonly udp?: IntakeCounters };
}

/** Whether the page stays quick while documents pour in: the HTTP thread's event-loop delay under ingest and search. */
export async function serviceBench(perSecond = 5000, seconds = 10): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-bench-'));
  const preload = fileURLToPath(new URL('./service/loop-delay.js', import.meta.url));
  const command = join(import.meta.dirname, '../../packages/cli/bin/radiograph.js');
  const child = fork(command, ['start', '--port', '0', '--data', folder, '--log-level', 'error'], {
    execArgv: ['--import', preload],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    const url = await announcedUrl(child);
    child.send('begin');
    const done = new AbortController();
    const searching = searchAgainAndAgain(url, done.signal);
    const sent = await pour(new URL(url), perSecond, seconds);
    done.abort();
    const searches = await searching;
    child.send('end');
    const [delay] = (await once(child, 'message')) as [LoopDelay];
    const { udp } = ((await (await fetch(`${url}/radiograph/v1/status`)).json()) as Status).intake;
    const dropped = Object.values(udp?.dropped ?? {}).reduce(
      (sum, count) => sum + count,
      udp?.kernelDrops ?? 0,
    );
    return {
      name: 'service',
      columns: [`at ${figure(perSecond)} documents a second for ${seconds} s, with a search running`, ''],
      rows: [
        ['documents sent', figure(sent, 6)],
        ['received', figure(udp?.received ?? Number.NaN, 6)],
        ['stored a second after the last', figure(udp?.stored ?? Number.NaN, 6)],
        ['dropped', figure(dropped, 6)],
        ['searches answered', figure(searches.length, 6)],
        ['search, first page, median ms', figure(median(searches))],
        ['search, first page, p95 ms', figure(percentile(searches, 95))],
        ['event-loop delay of the HTTP thread, p50 ms', figure(delay.p50)],
        ['event-loop delay of the HTTP thread, p99 ms', figure(delay.p99)],
        ['event-loop delay of the HTTP thread, longest ms', figure(delay.max)],
      ],
    };
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

function announcedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`radiograph ended with ${code}`)));
    if (child.stdout === null) throw new Error('the process has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /http:\/\/\S+/.exec(line)?.[0];
      if (url !== undefined) resolve(url.replace(/\/$/, ''));
    });
  });
}

/** Sends so many documents a second, a hundredth of them every ten milliseconds, and gives how many. */
async function pour(url: URL, perSecond: number, seconds: number): Promise<number> {
  const socket = createSocket('udp4');
  socket.connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  const datagrams = prepared(perSecond * seconds);
  const began = performance.now();
  let sent = 0;
  while (sent < datagrams.length) {
    const due = Math.min(datagrams.length, Math.floor(((performance.now() - began) / 1000) * perSecond));
    for (; sent < due; sent++) socket.send(datagrams[sent] ?? '');
    await sleep(10);
  }
  await sleep(1000);
  socket.close();
  return sent;
}

function prepared(count: number): readonly string[] {
  const datagrams: string[] = [];
  for (const trace of trafficGenerator(2, { startS: Date.now() / 1000 - 60, tracesPerS: count / 300 })) {
    for (const document of trace.documents) datagrams.push(frameDatagram(JSON.stringify(document)));
    if (datagrams.length >= count) break;
  }
  return datagrams.slice(0, count);
}

async function searchAgainAndAgain(url: string, signal: AbortSignal): Promise<readonly number[]> {
  const figures: number[] = [];
  while (!signal.aborted) {
    const now = Date.now() / 1000;
    const body = JSON.stringify({
      StartTime: now - 3600,
      EndTime: now + 60,
      FilterExpression: 'service() { fault } AND responsetime > 0.05',
    });
    const before = performance.now();
    const response = await fetch(`${url}/TraceSummaries`, { method: 'POST', body });
    await response.arrayBuffer();
    figures.push(performance.now() - before);
    await sleep(50);
  }
  return figures;
}
