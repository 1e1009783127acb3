import type { Route } from './route.js';

/** What the browser's tab says. */
export function pageTitle(route: Route): string {
  if (route.page === 'map') return 'Service map · Radiograph';
  if (route.page === 'traces') return 'Traces · Radiograph';
  return route.page === 'trace' ? `Trace ${route.id} · Radiograph` : 'Nothing here · Radiograph';
}
