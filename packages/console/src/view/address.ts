import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Options, type Route, readView, type View, viewHref } from './route.js';

const address = signal({ path: window.location.pathname, query: window.location.search });

/** The view that the address bar names. Changes with every navigation, also by the browser's own buttons. */
export const view: ReadonlySignal<View> = computed(() => readView(address.value.path, address.value.query));

/** Shows another view. `replace` leaves no step to go back to; for what changes while something is dragged or moved over. */
export function show(change: Partial<View>, how: 'push' | 'replace' = 'push'): void {
  go(viewHref({ ...view.peek(), ...change }), how);
}

/** Sets options of the page and leaves its others; an empty text takes one away. */
export function setOptions(change: Options, how: 'push' | 'replace' = 'push'): void {
  show({ options: { ...view.peek().options, ...change } }, how);
}

/** The address of the present time range and filter on another page, nothing selected. */
export function hrefTo(route: Route, change: Partial<View> = {}): string {
  return viewHref({
    ...view.value,
    selected: undefined,
    tab: undefined,
    options: {},
    route,
    ...change,
  });
}

/** Goes to an address of this console. */
export function go(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') window.history.pushState(null, '', href);
  else window.history.replaceState(null, '', href);
  readAddress();
}

/** Follows the browser's buttons, and makes plain clicks on links of this console change the view instead of loading a page. */
export function followAddress(): void {
  window.addEventListener('popstate', readAddress);
  document.addEventListener('click', (event) => {
    const href = ownHref(event);
    if (href === undefined) return;
    event.preventDefault();
    go(href);
  });
}

function readAddress(): void {
  address.value = { path: window.location.pathname, query: window.location.search };
}

/** What the service answers itself. */
const SERVICE_PATHS = /^\/(radiograph\/|login$)/;

function ownHref(event: MouseEvent): string | undefined {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return undefined;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.origin !== window.location.origin || link.target !== '')
    return undefined;
  return SERVICE_PATHS.test(link.pathname) ? undefined : link.pathname + link.search;
}
