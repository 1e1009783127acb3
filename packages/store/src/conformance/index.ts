/** The suite that every engine of the store runs: what {@link TraceStore} promises, shown. */

import { appendClaims } from './append-claims.js';
import { filterClaims } from './filter-claims.js';
import { graphClaims } from './graph-claims.js';
import { searchClaims } from './search-claims.js';
import { seriesClaims } from './series-claims.js';
import { settingsClaims } from './settings-claims.js';
import type { Claim, MakeStore, TestRunner } from './test-runner.js';

export type { Expectation, MakeStore, TestRunner } from './test-runner.js';

/**
 * Runs the suite in any test framework: no framework is imported here.
 *
 * @example
 * storeConformance({ describe, it, expect }, 'sqlite', (options) => openStore({ folder, ...options }));
 */
export function storeConformance(runner: TestRunner, name: string, makeStore: MakeStore): void {
  const parts: readonly (readonly [string, readonly Claim[]])[] = [
    ['append', appendClaims],
    ['search', searchClaims],
    ['filters', filterClaims],
    ['graph', graphClaims],
    ['series', seriesClaims],
    ['settings', settingsClaims],
  ];
  for (const [part, claims] of parts) {
    runner.describe(`${name}: ${part}`, () => {
      for (const claim of claims) runner.it(claim.name, () => showWith(claim, makeStore, runner));
    });
  }
}

async function showWith(
  { show, maxTraceBytes }: Claim,
  makeStore: MakeStore,
  runner: TestRunner,
): Promise<void> {
  const store = await makeStore(maxTraceBytes === undefined ? {} : { maxTraceBytes });
  try {
    await show(store, (actual) => runner.expect(actual));
  } finally {
    await store.close();
  }
}
