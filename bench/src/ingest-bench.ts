import { type ChildProcess, fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { frameDatagram } from '@radiograph/protocol';
import { trafficGenerator } from '@radiograph/testkit';
import { compare, median, pairedRounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';
import { findNode, nodeVersions } from './sdk/node-binary.js';
import { startedService } from './service/started-service.js';

/** The rate at which CPU is compared: transactions are of a size as under load, and on a machine of its own nothing is lost. */
const PER_SECOND = 5_000;
const RATES = [8_000, 10_000, 12_000, 16_000, 20_000];
const RATE_SECONDS = 5;
/** After this long nothing more is waited for: what is not stored then was lost. */
const PATIENCE_S = 30;

/** Something that takes documents by UDP and stores them. */
interface Contender {
  readonly port: number;
  cpuUs(): Promise<number>;
  stored(): Promise<number>;
  /** Whether all that was stored can be searched. */
  searchable(): Promise<boolean>;
  stop(): Promise<void>;
}

/**
 * What a document costs from the socket until it can be searched, beside the least there is to do with it, on each version of Node; and
 * how many a second go through. The sender shares the machine; its CPU is not counted.
 */
export async function ingestBench(rounds = 15, documents = 5_000): Promise<Section> {
  const rows: string[][] = [];
  for (const version of nodeVersions) {
    const node = await findNode(version);
    if (node === undefined) continue;
    rows.push(...(await costs(node, version, rounds, documents)));
    for (const rate of RATES) rows.push(await through(node, version, rate));
    // Minutes pass before the next version is done: whoever stops here keeps this.
    console.error(rows.map((cells) => cells.join('  ')).join('\n'));
  }
  return { name: 'ingest', columns: ['Node', 'documents of 1.4 KB by UDP', ''], rows };
}

async function costs(node: string, version: string, rounds: number, documents: number): Promise<string[][]> {
  const contenders: Readonly<Record<string, Contender>> = {
    floor: await startFloor(node),
    radiograph: await startService(node),
  };
  try {
    const traffic = datagrams();
    const run = async (name: string): Promise<number> => {
      const contender = contenders[name] as Contender;
      const batch = take(traffic, documents);
      const before = await contender.cpuUs();
      const { lost } = await pour(contender, batch, PER_SECOND);
      if (lost > 0) throw new Error(`${name} lost ${lost} documents at ${PER_SECOND} a second`);
      return ((await contender.cpuUs()) - before) / documents;
    };
    for (const name of ['floor', 'radiograph', 'floor', 'radiograph']) await run(name);
    const figures = await pairedRounds(['floor', 'radiograph'], rounds, run);
    const { ratio, low, high } = compare(figures, 'radiograph', 'floor');
    const cost = (name: string): string => figure(median(figures.get(name) ?? []));
    return [
      [version, 'floor: receive, `JSON.parse`, one insert, CPU µs a document', cost('floor')],
      [version, 'radiograph: until it can be searched, CPU µs a document', cost('radiograph')],
      [version, 'ratio (95 % interval)', `${figure(ratio)} (${figure(low)} to ${figure(high)})`],
    ];
  } finally {
    for (const contender of Object.values(contenders)) await contender.stop();
  }
}

async function through(node: string, version: string, rate: number): Promise<string[]> {
  const service = await startService(node);
  try {
    const batch = take(datagrams(), rate * RATE_SECONDS);
    const { lost, sentS, searchableS } = await pour(service, batch, rate);
    const asked = `asked for ${figure(rate, 5)} a second for ${RATE_SECONDS} s, ${figure(batch.length / sentS)} sent`;
    return [
      version,
      `${asked}: lost; seconds after the last until all can be searched; memory at most`,
      `${figure(lost, 6)}; ${figure(searchableS)}; ${figure(await service.mostMemoryMb())} MB`,
    ];
  } finally {
    await service.stop();
  }
}

/** Sends so many documents a second and waits until they are stored and can be searched, or no more come. */
async function pour(
  to: Contender,
  batch: readonly string[],
  perSecond: number,
): Promise<{ lost: number; sentS: number; searchableS: number }> {
  const before = await to.stored();
  const socket = createSocket('udp4');
  socket.connect(to.port, '127.0.0.1');
  await once(socket, 'connect');
  const began = performance.now();
  for (let sent = 0; sent < batch.length; await sleep(5)) {
    const due = Math.min(batch.length, Math.floor(((performance.now() - began) / 1000) * perSecond));
    for (; sent < due; sent++) socket.send(batch[sent] ?? '');
  }
  const sentS = (performance.now() - began) / 1000;
  const stored = async (): Promise<number> => (await to.stored()) - before;
  while ((await stored()) < batch.length || !(await to.searchable())) {
    if (performance.now() - began > (sentS + PATIENCE_S) * 1000) break;
    await sleep(50);
  }
  const searchableS = (performance.now() - began) / 1000 - sentS;
  socket.close();
  return { lost: batch.length - (await stored()), sentS, searchableS };
}

function* datagrams(): Generator<string, never> {
  const startS = Date.now() / 1000 - 60;
  for (const trace of trafficGenerator(2, { startS, tracesPerS: 600 })) {
    for (const document of trace.documents) yield frameDatagram(JSON.stringify(document));
  }
  throw new Error('the generator has come to an end');
}

function take(from: Iterator<string, never>, count: number): string[] {
  return Array.from({ length: count }, () => from.next().value);
}

async function startFloor(node: string): Promise<Contender> {
  const program = fileURLToPath(new URL('./service/ingest-floor.js', import.meta.url));
  const child: ChildProcess = fork(program, {
    execPath: node,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const [port] = (await once(child, 'message')) as [number];
  const ask = async (message: string): Promise<number> => {
    const answer = once(child, 'message');
    child.send(message);
    return ((await answer) as [number])[0];
  };
  return {
    port,
    cpuUs: () => ask('cpu'),
    stored: () => ask('stored'),
    searchable: async () => true,
    async stop() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

async function startService(node: string): Promise<Contender & { mostMemoryMb(): Promise<number> }> {
  const service = await startedService(node);
  return {
    port: Number(new URL(service.url).port),
    cpuUs: service.cpuUs,
    mostMemoryMb: service.mostMemoryMb,
    stored: service.storedDocuments,
    searchable: async () => (await service.pendingDocuments()) === 0,
    stop: service.stop,
  };
}
