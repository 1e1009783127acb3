import { isTraceId, parseTraceId } from '@radiograph/protocol';
import { isoTime } from '../model/clock-time.js';
import { DEFAULT_RANGE, formatSpan, parseInstant, parseSpan, type TimeRange } from '../model/time-range.js';

/** Which page is shown. */
export type Route =
  | { readonly page: 'map' }
  | { readonly page: 'traces' }
  | { readonly page: 'trace'; readonly id: string }
  | { readonly page: 'exceptions' }
  | { readonly page: 'analytics' }
  | { readonly page: 'sampling' }
  | { readonly page: 'groups' }
  | { readonly page: 'missing'; readonly path: string };

const OPTION_NAMES = [
  'as',
  'find',
  'zoom',
  'closed',
  'with',
  'sort',
  'columns',
  'charts',
  'refine',
  'other',
  'by',
  'group',
  'focus',
  'before',
] as const;

/** What single pages can be told besides, by its name in the address. */
export type OptionName = (typeof OPTION_NAMES)[number];

/** The options of a page; what is absent is as it is by default. */
export type Options = Readonly<Partial<Record<OptionName, string>>>;

/** Everything that decides what is seen; the address bar holds it whole. */
export interface View {
  readonly route: Route;
  readonly range: TimeRange;
  /** Follow what arrives. Only a range that ends now can be followed. */
  readonly live: boolean;
  readonly filter: string;
  /** The selected node or edge of the map, or entity of the trace; `-` where the panel was closed by hand. */
  readonly selected: string | undefined;
  /** The open tab of a panel. */
  readonly tab: string | undefined;
  readonly options: Options;
}

/** The view of a path and query of the address bar. Anything that makes no sense is taken as absent. */
export function readView(path: string, query: string): View {
  const params = new URLSearchParams(query);
  const range = readRange(params);
  return {
    route: readRoute(path),
    range,
    live: range.kind === 'since' && params.get('live') !== 'off',
    filter: params.get('filter') ?? '',
    selected: params.get('select') || undefined,
    tab: params.get('tab') || undefined,
    options: readOptions(params),
  };
}

/** The address of a view, the shortest that reads back as the same. */
export function viewHref(view: View): string {
  const params = new URLSearchParams();
  if (view.filter !== '') params.set('filter', view.filter);
  writeRange(view.range, params);
  if (!view.live && view.range.kind === 'since') params.set('live', 'off');
  for (const name of OPTION_NAMES) {
    const value = view.options[name];
    if (value) params.set(name, value);
  }
  if (view.selected) params.set('select', view.selected);
  if (view.tab) params.set('tab', view.tab);
  const query = params.toString();
  return routePath(view.route) + (query === '' ? '' : `?${query}`);
}

/** The trace id in a pasted text, in either form, or undefined where it is none. */
export function pastedTraceId(text: string): string | undefined {
  try {
    return parseTraceId(text.trim());
  } catch {
    return undefined;
  }
}

/** Pages whose address is their name. */
const PLAIN_PAGES = ['traces', 'exceptions', 'analytics', 'sampling', 'groups'] as const;

function readRoute(path: string): Route {
  if (path === '/' || path === '') return { page: 'map' };
  const plain = PLAIN_PAGES.find((page) => path === `/${page}` || path === `/${page}/`);
  if (plain !== undefined) return { page: plain };
  const id = pastedTraceId(/^\/traces\/([^/]+)$/.exec(path)?.[1] ?? '');
  return id === undefined ? { page: 'missing', path } : { page: 'trace', id };
}

function routePath(route: Route): string {
  if (route.page === 'map') return '/';
  if (route.page === 'trace') return isTraceId(route.id) ? `/traces/${route.id}` : '/';
  return route.page === 'missing' ? '/' : `/${route.page}`;
}

function readOptions(params: URLSearchParams): Options {
  const given = OPTION_NAMES.map((name) => [name, params.get(name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== null && value !== ''));
}

function readRange(params: URLSearchParams): TimeRange {
  const from = parseInstant(params.get('from') ?? '');
  const to = parseInstant(params.get('to') ?? '');
  if (from !== undefined && to !== undefined && from < to) return { kind: 'between', from, to };
  const seconds = parseSpan(params.get('since') ?? '');
  return seconds === undefined ? DEFAULT_RANGE : { kind: 'since', seconds };
}

function writeRange(range: TimeRange, params: URLSearchParams): void {
  if (range.kind === 'between') {
    params.set('from', isoTime(range.from));
    params.set('to', isoTime(range.to));
  } else if (range.seconds !== (DEFAULT_RANGE.kind === 'since' ? DEFAULT_RANGE.seconds : 0)) {
    params.set('since', formatSpan(range.seconds));
  }
}
