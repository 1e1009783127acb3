import { useCallback, useMemo } from 'preact/hooks';
import { opened, readClosed, writeClosed } from '../../model/timeline-state.js';
import { findIndex, findRows, nextMatch } from '../../model/trace-find.js';
import type { TraceView } from '../../model/trace-view.js';
import { show, view } from '../../view/address.js';

/** The search within a trace: what it found, and the way from match to match. */
export interface Find {
  readonly matches: readonly string[] | undefined;
  readonly found: ReadonlySet<string> | undefined;
  readonly place: number;
  step(by: 1 | -1): void;
}

/** Searches a trace for the words that the address names. Going to a match opens what hides it. */
export function useFind(trace: TraceView, selected: string | undefined): Find {
  const words = view.value.options.find ?? '';
  const isSearched = words.trim() !== '';
  const index = useMemo(() => (isSearched ? findIndex(trace) : undefined), [trace, isSearched]);
  const matches = useMemo(() => index && findRows(index, words), [index, words]);
  const found = useMemo(() => matches && new Set(matches), [matches]);
  const step = useCallback(
    (by: 1 | -1): void => {
      const next = nextMatch(trace, matches ?? [], selected, by);
      if (next === undefined) return;
      const { options } = view.peek();
      const closed = writeClosed(opened(readClosed(options.closed), trace.rows, next));
      show({ selected: next, options: { ...options, closed } }, 'replace');
    },
    [trace, matches, selected],
  );
  return { matches, found, place: (matches?.indexOf(selected ?? '') ?? -1) + 1, step };
}
