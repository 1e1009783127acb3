import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { TraceDocument } from '@radiograph/protocol';
import { type GeneratedTrace, trafficGenerator } from '@radiograph/testkit';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { launchBrowser } from './browser.js';
import { eventually } from './eventually.js';
import { startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';

/** A running Radiograph with a browser that looks at it. */
export interface ConsoleRig {
  readonly url: string;
  readonly page: Page;
  /** Opens a path of the console. */
  open(path: string): Promise<void>;
  /** Stores documents and waits until they can be searched. */
  put(documents: readonly TraceDocument[]): Promise<void>;
  /** Errors of the page and requests to other machines; empty when all is well. */
  problems(): readonly string[];
}

/** What a page is looked at with. */
export interface ConsoleOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly documents?: readonly TraceDocument[];
  /** More flags of `radiograph start`. */
  readonly flags?: readonly string[];
}

/** Starts Radiograph in a process of its own and opens a page in headless Chromium; both end with the test. */
export async function openConsole(options: ConsoleOptions = {}): Promise<ConsoleRig> {
  const radiograph = await startRadiograph(temporaryFolder(), options.flags);
  onTestFinished(async () => void (await radiograph.stop()));
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({
    viewport: options.viewport ?? { width: 1360, height: 860 },
    colorScheme: options.colorScheme ?? 'light',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(20_000);
  const problems = watch(page, radiograph.url);
  const put = (documents: readonly TraceDocument[]): Promise<void> => store(radiograph.url, documents);
  if (options.documents !== undefined) await put(options.documents);
  return {
    url: radiograph.url,
    page,
    put,
    async open(path) {
      await page.goto(radiograph.url + path);
      await page.getByRole('main').waitFor();
    },
    problems: () => problems,
  };
}

function watch(page: Page, url: string): readonly string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(url))
      problems.push(`a request to ${request.url()}`);
  });
  return problems;
}

const atOnce = 50;

async function store(url: string, documents: readonly TraceDocument[]): Promise<void> {
  for (let at = 0; at < documents.length; at += atOnce) {
    const texts = documents.slice(at, at + atOnce).map((document) => JSON.stringify(document));
    const body = JSON.stringify({ TraceSegmentDocuments: texts });
    const response = await fetch(`${url}/TraceSegments`, { method: 'POST', body });
    expect(await response.json()).toEqual({ UnprocessedTraceSegments: [] });
  }
  await eventually(async () => {
    const status = await (await fetch(`${url}/radiograph/v1/status`)).json();
    expect(status.store.pending).toBe(0);
  });
}

/** Traces of a small shop from the last ten minutes. */
export function someTraffic(traces: number, seed = 7): readonly GeneratedTrace[] {
  const generated: GeneratedTrace[] = [];
  const tracesPerS = traces / 540;
  for (const trace of trafficGenerator(seed, { startS: Date.now() / 1000 - 570, tracesPerS })) {
    generated.push(trace);
    if (generated.length === traces) return generated;
  }
  return generated;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds wrong with the page as it stands: the rule, and the element. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResults, readonly string[]>(
    (values) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
        runOnly: { type: 'tag', values },
      }),
    rules,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}
