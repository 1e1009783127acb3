import type { Route } from './route.js';

const TITLES = {
  map: 'Service map',
  traces: 'Traces',
  exceptions: 'Exceptions',
  analytics: 'Analytics',
  sampling: 'Sampling',
  groups: 'Groups',
  missing: 'Nothing here',
} as const;

/** What the browser's tab says. */
export function pageTitle(route: Route): string {
  const name = route.page === 'trace' ? `Trace ${route.id}` : TITLES[route.page];
  return `${name} · Radiograph`;
}
