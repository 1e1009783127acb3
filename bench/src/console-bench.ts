import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { makeTraceId, type SegmentDocument, type TraceDocument } from '@radiograph/protocol';
import { segment, subsegment, trafficGenerator } from '@radiograph/testkit';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './console/browser.js';
import { compare, median, pairedRounds, percentile, type Rounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';

const built = join(import.meta.dirname, '../../packages/console/dist/assets');
const command = join(import.meta.dirname, '../../packages/cli/bin/radiograph.js');
const traces = 2_000;
const subsegments = 10_000;
const atOnce = 20;

/** How soon the page is there beside an empty one, how it scrolls, and what it holds after an hour of following. */
export async function consoleBench(rounds = 15): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-bench-'));
  const child = fork(command, ['start', '--port', '0', '--data', folder, '--log-level', 'error'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const browser = await launchBrowser();
  try {
    if (child.stdout === null) throw new Error('the service has no output');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const url = /http:\/\/\S+/.exec(line)?.[0].replace(/\/$/, '') ?? '';
    const huge = hugeTrace();
    await put(url, [...someTraffic(), huge]);
    const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
    const figures = await timePages(page, url, huge.trace_id, rounds);
    const scroll = await scrollFigures(page, `${url}/traces/${huge.trace_id}`);
    const heap = await heapFigures(browser, url);
    return { name: 'console', columns: ['', 'figure', 'ratio'], rows: rowsOf(figures, scroll, heap) };
  } finally {
    await browser.close();
    child.kill();
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function rowsOf(
  figures: Rounds,
  { blank, trace: scroll }: Scrolls,
  heap: HeapFigures,
): readonly (readonly string[])[] {
  const opened = (name: string): readonly string[] => {
    const { ratio, low, high } = compare(figures, name, 'empty page');
    const ms = median(figures.get(name) ?? []);
    return [`${name}, ms`, figure(ms), `${figure(ratio)} (${figure(low)}–${figure(high)})`];
  };
  return [
    ['script at first load, gzip KB', figure(scriptBytes() / 1_000), ''],
    ['empty page, ms', figure(median(figures.get('empty page') ?? [])), '1'],
    opened('traces page, first row'),
    opened('trace of 10,000 subsegments, first row'),
    ['scrolling a page of blank rows, frames a second', figure(blank.framesPerS), '1'],
    [
      'scrolling the trace, frames a second',
      figure(scroll.framesPerS),
      figure(scroll.framesPerS / blank.framesPerS),
    ],
    ['scrolling a page of blank rows, frame p95 ms', figure(blank.frameP95), '1'],
    ['scrolling the trace, frame p95 ms', figure(scroll.frameP95), figure(scroll.frameP95 / blank.frameP95)],
    ['scrolling the trace, tasks over 50 ms', String(scroll.longTasks), ''],
    ['heap after ten minutes of live mode, MB', figure(heap.early / 1e6), '1'],
    ['heap after an hour of live mode, MB', figure(heap.late / 1e6), figure(heap.late / heap.early)],
  ];
}

/** The script that the first page needs: what is worked out in a worker comes later. */
function scriptBytes(): number {
  return readdirSync(built)
    .filter((name) => /^index-.*\.js$/.test(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(built, name))).length, 0);
}

async function timePages(page: Page, url: string, huge: string, rounds: number): Promise<Rounds> {
  const pages: Readonly<Record<string, readonly [path: string, seen: string]>> = {
    'empty page': ['/icon.svg', 'svg'],
    'traces page, first row': ['/traces', '.traces-row.is-trace'],
    'trace of 10,000 subsegments, first row': [`/traces/${huge}`, '.wf-row'],
  };
  return pairedRounds(Object.keys(pages), rounds, async (name) => {
    const [path, seen] = pages[name] ?? ['/', 'body'];
    await page.goto('about:blank');
    const began = performance.now();
    await page.goto(url + path, { waitUntil: 'commit' });
    await page.waitForSelector(seen, { state: 'attached' });
    return performance.now() - began;
  });
}

interface ScrollFigures {
  readonly framesPerS: number;
  readonly frameP95: number;
  readonly longTasks: number;
}

interface Scrolls {
  /** What the browser itself does on this machine. */
  readonly blank: ScrollFigures;
  readonly trace: ScrollFigures;
}

const blankPage = `<!doctype html><div class="waterfall-scroll" style="height: 600px; overflow: auto">${'<p>row</p>'.repeat(2_000)}</div>`;

/** Runs in the page: scrolls by a hundred steps of 300 px, one a frame (18,000 px a second), and tells how long frames and tasks were. */
const scrollScript = `(async () => {
  const scroller = document.querySelector('.waterfall-scroll');
  const frames = [];
  let longTasks = 0;
  const observer = new PerformanceObserver((list) => { longTasks += list.getEntries().length; });
  observer.observe({ type: 'longtask' });
  scroller.scrollTop = 0;
  await new Promise(requestAnimationFrame);
  let last = performance.now();
  for (let step = 0; step < 100; step++) {
    scroller.scrollTop += 300;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  observer.disconnect();
  return { frames, longTasks };
})()`;

/** Both pages in turn, so that a noisy moment of the machine meets both. */
async function scrollFigures(page: Page, address: string): Promise<Scrolls> {
  const blank: Scrolled[] = [];
  const trace: Scrolled[] = [];
  for (let round = 0; round < scrollRounds; round++) {
    await page.setContent(blankPage);
    blank.push(await page.evaluate<Scrolled>(scrollScript));
    await page.goto(address);
    await page.waitForSelector('.wf-row');
    await sleep(1_000);
    trace.push(await page.evaluate<Scrolled>(scrollScript));
  }
  return { blank: scrolled(blank), trace: scrolled(trace) };
}

const scrollRounds = 5;

interface Scrolled {
  readonly frames: number[];
  readonly longTasks: number;
}

function scrolled(rounds: readonly Scrolled[]): ScrollFigures {
  const frames = rounds.flatMap((round) => round.frames);
  return {
    framesPerS: (1_000 * frames.length) / frames.reduce((sum, ms) => sum + ms, 0),
    frameP95: percentile(frames, 95),
    longTasks: rounds.reduce((sum, round) => sum + round.longTasks, 0),
  };
}

interface HeapFigures {
  readonly early: number;
  readonly late: number;
}

const liveMinutes = 60;
const earlyMinutes = 10;
const tracesPerMinute = 20;

/** Follows the traces page for an hour of its own clock, while traces arrive in every minute of it. */
async function heapFigures(browser: Browser, url: string): Promise<HeapFigures> {
  const page = await browser.newPage();
  await page.clock.install();
  await page.goto(`${url}/traces?since=5m`);
  await page.waitForSelector('.traces-row.is-trace', { state: 'attached' });
  const session = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  const arriving = trafficGenerator(11, { startS: Date.now() / 1_000, tracesPerS: 10 });
  let early = 0;
  for (let minute = 1; minute <= liveMinutes; minute++) {
    const documents: TraceDocument[] = [];
    for (let count = 0; count < tracesPerMinute; count++) documents.push(...arriving.next().value.documents);
    await put(url, documents);
    await page.clock.runFor(60_000);
    await sleep(150);
    if (minute === earlyMinutes) early = await heap();
  }
  const late = await heap();
  await page.close();
  return { early, late };
}

function someTraffic(): readonly TraceDocument[] {
  const documents: TraceDocument[] = [];
  let count = 0;
  for (const trace of trafficGenerator(3, {
    startS: Date.now() / 1_000 - 1_800,
    tracesPerS: traces / 1_790,
  })) {
    documents.push(...trace.documents);
    count += 1;
    if (count === traces) break;
  }
  return documents;
}

function hugeTrace(): SegmentDocument {
  const start_time = Date.now() / 1_000 - 60;
  const inner = Array.from({ length: subsegments }, (_, index) =>
    subsegment({
      name: `step ${index % 50}`,
      start_time: start_time + index / subsegments,
      end_time: start_time + (index + 1) / subsegments,
    }),
  );
  return segment({
    trace_id: makeTraceId(start_time),
    start_time,
    end_time: start_time + 1,
    subsegments: inner,
  });
}

async function put(url: string, documents: readonly TraceDocument[]): Promise<void> {
  for (let at = 0; at < documents.length; at += atOnce) {
    const texts = documents.slice(at, at + atOnce).map((document) => JSON.stringify(document));
    const body = JSON.stringify({ TraceSegmentDocuments: texts });
    const response = await fetch(`${url}/TraceSegments`, { method: 'POST', body });
    if (!response.ok) throw new Error(`the service refused documents: ${await response.text()}`);
  }
  for (;;) {
    const status = (await (await fetch(`${url}/radiograph/v1/status`)).json()) as {
      readonly store: { readonly pending: number };
    };
    if (status.store.pending === 0) return;
    await sleep(50);
  }
}
