import { type Completion, completeFilter } from '@radiograph/filter';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { fetchCompletions } from '../../api/complete.js';
import { fetchGroups } from '../../api/groups.js';
import { groupFilter } from '../../model/filter-text.js';
import { filterHistory } from '../../view/filter-history.js';
import { noteGroups, vocabulary } from '../../view/vocabulary.js';

/** One thing that may be taken into the filter: a completion at the cursor, or a whole filter used before. */
export interface Offer extends Omit<Completion, 'kind'> {
  readonly kind: Completion['kind'] | 'used before';
}

const SHOWN = 12;
const PAUSE_MS = 120;

interface Asked {
  readonly text: string;
  readonly cursor: number;
}

/**
 * What may stand at the cursor: at once what this page knows, a moment later also the names that the service knows. In an empty
 * field groups and the filters used before.
 */
export function useOffers(text: string, cursor: number, isOpen: boolean): readonly Offer[] {
  useGroups(isOpen);
  const remote = useRemote(text, cursor, isOpen);
  return useMemo(() => {
    if (!isOpen) return [];
    if (text === '') return wholeFilters();
    const local = completeFilter(text, cursor, vocabulary.value);
    const known = new Set(local.map((offer) => offer.text));
    return [...local, ...remote.filter((offer) => !known.has(offer.text))].slice(0, SHOWN);
  }, [text, cursor, isOpen, remote, vocabulary.value, filterHistory.value]);
}

/** Filters that stand for themselves: those of groups, then those used before. */
function wholeFilters(): readonly Offer[] {
  const groups = (vocabulary.value.groups ?? []).filter((name) => name !== 'Default').map(groupFilter);
  const used = filterHistory.value.filter((text) => !groups.includes(text));
  return [
    ...groups.map((text) => ({ kind: 'group' as const, text, start: 0, end: 0 })),
    ...used.map((text) => ({ kind: 'used before' as const, text, start: 0, end: 0 })),
  ].slice(0, SHOWN);
}

/** Learns which groups there are when the box is opened; without them only their offers are missing. */
function useGroups(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    const control = new AbortController();
    fetchGroups(control.signal).then(
      (groups) => noteGroups(groups.map(({ name }) => name)),
      () => undefined,
    );
    return () => control.abort();
  }, [isOpen]);
}

const NONE: readonly Completion[] = [];

/** The service's completions of exactly this text; none while they are on their way, or where the service is away. */
function useRemote(text: string, cursor: number, isOpen: boolean): readonly Completion[] {
  const [answer, setAnswer] = useState<Asked & { readonly offers: readonly Completion[] }>();
  useEffect(() => {
    if (!isOpen || text === '') return;
    const control = new AbortController();
    const timer = setTimeout(() => {
      fetchCompletions(text, cursor, control.signal).then(
        (offers) => setAnswer({ text, cursor, offers }),
        // Completion is a courtesy: what the page knows by itself is offered anyway.
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text, cursor, isOpen]);
  return answer?.text === text && answer.cursor === cursor ? answer.offers : NONE;
}
