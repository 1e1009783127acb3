/** What time a page looks at: the last so many seconds, or a fixed window in epoch seconds. */
export type TimeRange =
  | { readonly kind: 'since'; readonly seconds: number }
  | { readonly kind: 'between'; readonly from: number; readonly to: number };

/** A window `[start, end)` in epoch seconds. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** What a page looks at when its address says nothing. */
export const DEFAULT_RANGE: TimeRange = { kind: 'since', seconds: 3600 };

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
];

/** The window a range means at the given time. A range since some time reaches a little ahead, for clocks that differ. */
export function resolveRange(range: TimeRange, nowS: number): TimeWindow {
  if (range.kind === 'between') return { start: range.from, end: range.to };
  return { start: nowS - range.seconds, end: nowS + 5 };
}

/** `90` seconds as `90s`, `3600` as `1h`: the largest unit that fits exactly. */
export function formatSpan(seconds: number): string {
  const unit = UNITS.find(([, size]) => seconds % size === 0) ?? ['s', 1];
  return `${seconds / unit[1]}${unit[0]}`;
}

/** `1h`, `15m`, `90s`, `7d` in seconds; undefined for anything else. */
export function parseSpan(text: string): number | undefined {
  const match = /^(\d{1,7})([smhd])$/.exec(text);
  const size = UNITS.find(([unit]) => unit === match?.[2])?.[1];
  const count = Number(match?.[1]);
  return size !== undefined && count > 0 ? count * size : undefined;
}

/** An instant given in ISO form (UTC unless it names a zone) in epoch seconds; undefined for anything else. */
export function parseInstant(text: string): number | undefined {
  const isLocalForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text);
  const ms = Date.parse(isLocalForm ? `${text}Z` : text);
  return Number.isFinite(ms) ? ms / 1000 : undefined;
}

/** A range in words, for the button that changes it. */
export function rangeText(range: TimeRange, instant: (epochS: number) => string): string {
  return range.kind === 'since'
    ? `Last ${formatSpan(range.seconds)}`
    : `${instant(range.from)} – ${instant(range.to)}`;
}
