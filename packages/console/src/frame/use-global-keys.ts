import { useEffect } from 'preact/hooks';
import { DEFAULT_RANGE } from '../model/time-range.js';
import { go, hrefTo, show, view } from '../view/address.js';
import type { Route } from '../view/route.js';

const PAGES: Readonly<Record<string, Route>> = {
  m: { page: 'map' },
  t: { page: 'traces' },
  e: { page: 'exceptions' },
  a: { page: 'analytics' },
  s: { page: 'sampling' },
  r: { page: 'groups' },
};

/** How long after `g` the second key may come. */
const PAUSE_MS = 1_200;

/** The keys that work on every page: `?` for the sheet, `g` and a letter for a page, `l` for the live switch. */
export function useGlobalKeys(showSheet: () => void): void {
  useEffect(() => {
    let goesUntil = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const route = event.timeStamp < goesUntil ? PAGES[event.key] : undefined;
      goesUntil = event.key === 'g' ? event.timeStamp + PAUSE_MS : 0;
      if (route !== undefined) go(hrefTo(route));
      else if (event.key === '?') showSheet();
      else if (event.key === 'l') switchLive();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the page's own keys, so that the `e` of `g e` is not also theirs.
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [showSheet]);
}

/** Follows what arrives, or stops; a fixed window becomes the usual time, since only what ends now can be followed. */
export function switchLive(): void {
  const { live, range } = view.peek();
  show({ live: !live, range: range.kind === 'between' && !live ? DEFAULT_RANGE : range });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, dialog') !== null;
}
