import { useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type Change, change } from './live.js';
import { type Resource, resource } from './resource.js';

/**
 * Fetches for as long as a component is shown: anew when `question` changes, and again when the service says that
 * something changed which `concerns` this.
 */
export function useResource<T>(
  question: string,
  fetch: (signal: AbortSignal) => Promise<T>,
  concerns: (latest: Change) => boolean = () => true,
): Resource<T> {
  const held = useMemo(() => resource<T>(), []);
  const seen = useRef(change.peek().number);
  // The question stands for what `fetch` closes over.
  useEffect(() => held.load(fetch), [held, question]);
  useEffect(() => held.stop, [held]);
  useSignalEffect(() => {
    const latest = change.value;
    if (latest.number === seen.current) return;
    seen.current = latest.number;
    if (concerns(latest)) held.refresh();
  });
  return held;
}
