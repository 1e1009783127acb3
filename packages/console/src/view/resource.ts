import { type ReadonlySignal, signal } from '@preact/signals';
import { isUnreachable } from '../api/api-error.js';

/** Something fetched: what is known of it, and what went wrong with the last attempt. Old data stays while a refresh runs or fails. */
export interface Loaded<T> {
  readonly data: T | undefined;
  readonly error: Error | undefined;
  readonly isLoading: boolean;
}

/** Something that can be fetched again and again; only the answer to the latest question is taken. */
export interface Resource<T> {
  readonly state: ReadonlySignal<Loaded<T>>;
  /** Asks a new question; what the old one gave is dropped. */
  load(fetch: (signal: AbortSignal) => Promise<T>): void;
  /**
   * Asks the same question anew. While an answer is awaited, it is asked once more afterwards, and what took long to answer is left
   * in peace for four times as long, so that following what arrives never keeps the service busy.
   */
  refresh(): void;
  /** Changes the present data in place; does nothing while there is none. */
  change(update: (data: T) => T): void;
  /** Notes a failure of something that belongs to the present data. */
  fail(error: unknown): void;
  stop(): void;
}

const away = signal(false);
const RETRY_MS = 2_000;
const REST_FACTOR = 4;

/** Whether the last attempt to reach the service failed. */
export const serviceAway: ReadonlySignal<boolean> = away;

/** A resource with nothing loaded yet. While the service is away it asks again every two seconds. */
export function resource<T>(): Resource<T> {
  const state = signal<Loaded<T>>({ data: undefined, error: undefined, isLoading: true });
  let fetchIt: ((signal: AbortSignal) => Promise<T>) | undefined;
  let running: AbortController | undefined;
  let isAskedAgain = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let restsUntil = 0;

  async function run(): Promise<void> {
    if (fetchIt === undefined) return;
    const control = new AbortController();
    running = control;
    clearTimeout(timer);
    const beganAt = performance.now();
    const outcome = await settle(fetchIt, control.signal);
    if (control.signal.aborted) return;
    running = undefined;
    const endedAt = performance.now();
    restsUntil = endedAt + (endedAt - beganAt) * REST_FACTOR;
    state.value = { isLoading: false, data: outcome.data ?? state.peek().data, error: outcome.error };
    away.value = isUnreachable(outcome.error);
    if (away.value) timer = setTimeout(() => void run(), RETRY_MS);
    else if (isAskedAgain) refresh();
  }

  function refresh(): void {
    isAskedAgain = running !== undefined;
    if (isAskedAgain) return;
    clearTimeout(timer);
    timer = setTimeout(() => void run(), Math.max(0, restsUntil - performance.now()));
  }

  function stop(): void {
    clearTimeout(timer);
    running?.abort();
    running = undefined;
    isAskedAgain = false;
  }

  return {
    state,
    stop,
    refresh,
    change(update) {
      const { data } = state.peek();
      if (data !== undefined) state.value = { ...state.peek(), data: update(data), error: undefined };
    },
    fail(error) {
      if (running?.signal.aborted !== true) state.value = { ...state.peek(), error: asError(error) };
    },
    load(fetch) {
      stop();
      fetchIt = fetch;
      state.value = { data: undefined, error: undefined, isLoading: true };
      void run();
    },
  };
}

async function settle<T>(
  fetch: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly data?: T; readonly error: Error | undefined }> {
  try {
    return { data: await fetch(signal), error: undefined };
  } catch (error) {
    return { error: asError(error) };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
