import type { AppendOptions, TraceStore } from '../trace-store.js';

/** What the suite needs of a test framework; vitest and jest fit. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
  expect(actual: unknown): Expectation;
}

/** What the suite expects of values. */
export interface Expectation {
  toEqual(expected: unknown): void;
  toBe(expected: unknown): void;
}

/** Opens an empty store of the engine under test. Files and the like are the caller's to remove. */
export type MakeStore = (options: { readonly maxTraceBytes?: number }) => Promise<TraceStore>;

/** One claim about stores, and how it is shown. The store is new, and is closed afterwards whatever happens. */
export interface Claim {
  readonly name: string;
  readonly maxTraceBytes?: number;
  show(store: TraceStore, expect: TestRunner['expect']): Promise<void>;
}

/** How the suite appends where it does not matter how. */
export const LAZY: AppendOptions = { durability: 'lazy', maxDocumentBytes: 1_048_576 };

/** The code that a promise rejects with; `none` when it does not reject. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}
