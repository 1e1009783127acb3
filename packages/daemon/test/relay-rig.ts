import { onTestFinished, vi } from 'vitest';
import { openUpstream, type Upstream, type UpstreamOptions } from '../src/aws/upstream.js';
import { uploadTo } from '../src/aws/xray-upload.js';
import type { RelayCounters } from '../src/relay/ledger.js';
import { Relay, type RelayOptions } from '../src/relay/relay.js';
import { KEYS } from './fake-xray.js';

/** Waits short enough for a test. */
export const QUICK: Pick<RelayOptions, 'batchAgeMs' | 'backOff'> = {
  batchAgeMs: 20,
  backOff: { baseMs: 5, capMs: 40 },
};

/** What says how to reach an endpoint, with keys that the fake X-Ray knows in the environment. */
export function upstreamFor(url: string, options: Partial<UpstreamOptions> = {}): Promise<Upstream> {
  vi.stubEnv('AWS_ACCESS_KEY_ID', KEYS.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', KEYS.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  return openUpstream({
    url: new URL(url),
    region: 'eu-central-1',
    connections: 16,
    timeoutMs: 1000,
    version: '1.2.3',
    environment: process.env,
    ...options,
  });
}

/** A relay to an endpoint; closed when the test is over. */
export async function openRelay(
  url: string,
  options: Partial<RelayOptions> = {},
  upstreamOptions: Partial<UpstreamOptions> = {},
): Promise<Relay> {
  const upstream = await upstreamFor(url, upstreamOptions);
  const relay = new Relay({ upload: uploadTo(upstream), ...QUICK, ...options });
  onTestFinished(async () => {
    await relay.close(100);
    upstream.close();
  });
  return relay;
}

/** Documents as bytes. */
export function documents(
  count: number,
  textOf: (index: number) => string = (index) => `{"n":${index}}`,
): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => new TextEncoder().encode(textOf(index)));
}

/** What the books say must be there, and what they account for. */
export function balance(counters: RelayCounters): { readonly owed: number; readonly accounted: number } {
  const total = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  const { taken, recovered, sent, rejected, dropped, waiting, spooled } = counters;
  return { owed: taken + recovered, accounted: sent + total(rejected) + total(dropped) + waiting + spooled };
}
