import { useEffect, useRef } from 'preact/hooks';
import { pageTitle } from '../view/page-title.js';
import type { Route } from '../view/route.js';

/** Names the browser's tab after the page, and moves the focus to a page that was gone to, unless a filter is being written. */
export function useArrival(route: Route): void {
  const title = pageTitle(route);
  const isFirst = useRef(true);
  // Two traces have the same page and different titles: both count as going somewhere.
  useEffect(() => {
    document.title = title;
    if (!isFirst.current && document.activeElement?.closest('.filter') == null) {
      document.getElementById('page')?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [title]);
}
