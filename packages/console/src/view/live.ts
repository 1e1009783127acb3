import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { listenLive } from '../api/live.js';
import { view } from './address.js';

/** How the page keeps up with the service. */
export type LiveState = 'off' | 'listening' | 'polling';

/** A change at the service: a number that grows, and the traces it named since the last one that was looked at. */
export interface Change {
  readonly number: number;
  readonly traceIds: readonly string[];
}

const POLL_MS = 3_000;
const GATHER_MS = 1_000;

const state = signal<LiveState>('off');
const latest = signal<Change>({ number: 0, traceIds: [] });

/** Whether and how the page follows what arrives. */
export const liveState: ReadonlySignal<LiveState> = state;

/** The latest change, at most one a second; pages refresh when it changes. */
export const change: ReadonlySignal<Change> = latest;

/** Starts following wherever the view asks for it and the page is seen; gives a function that ends it. */
export function followLive(): () => void {
  const isSeen = signal(!document.hidden);
  const onVisibility = (): void => {
    isSeen.value = !document.hidden;
  };
  document.addEventListener('visibilitychange', onVisibility);
  const stop = effect(() => {
    const isWanted = view.value.live && isSeen.value;
    return isWanted ? listen() : undefined;
  });
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    stop();
  };
}

function listen(): () => void {
  const gathered = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const publish = (): void => {
    timer = undefined;
    announce([...gathered]);
    gathered.clear();
  };
  state.value = 'polling';
  const poll = setInterval(() => {
    if (state.peek() === 'polling') announce([]);
  }, POLL_MS);
  const stop = listenLive({
    changed(traceIds) {
      for (const id of traceIds) gathered.add(id);
      timer ??= setTimeout(publish, GATHER_MS);
    },
    connected(isConnected) {
      state.value = isConnected ? 'listening' : 'polling';
      announce([]);
    },
  });
  return () => {
    clearInterval(poll);
    clearTimeout(timer);
    stop();
    state.value = 'off';
  };
}

function announce(traceIds: readonly string[]): void {
  latest.value = { number: latest.peek().number + 1, traceIds };
}
