/** A number cut to what the eye needs, and its unit, shown small and muted beside it. */
export interface Quantity {
  readonly number: string;
  readonly unit: string;
}

/** A duration in seconds: `420 µs`, `34 ms`, `1.20 s`, `2 min 5 s`. */
export function durationQuantity(seconds: number): Quantity {
  const size = Math.abs(seconds);
  if (size === 0) return { number: '0', unit: 'ms' };
  if (size < 0.000_999_5) return { number: significant(seconds * 1e6), unit: 'µs' };
  if (size < 0.999_5) return { number: significant(seconds * 1e3), unit: 'ms' };
  if (size < 59.95) return { number: significant(seconds), unit: 's' };
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return { number: `${minutes}:${pad(Math.round(seconds) % 60)}`, unit: 'min' };
  return { number: `${Math.floor(minutes / 60)}:${pad(minutes % 60)}`, unit: 'h' };
}

/** A rate per minute: `<0.1`, `0.4`, `12`, `12.4k`; `0` only where nothing came. */
export function rateQuantity(perMinute: number): Quantity {
  return { number: perMinute > 0 && perMinute < 0.05 ? '<0.1' : countText(perMinute), unit: '/min' };
}

/** A count with at most three digits that matter: `7`, `1,240`, `12.4k`, `3.1M`. */
export function countText(count: number): string {
  if (count < 10) return String(Math.round(count * 10) / 10);
  if (count < 10_000) return Math.round(count).toLocaleString('en');
  if (count < 999_500) return `${significant(count / 1e3)}k`;
  return `${significant(count / 1e6)}M`;
}

/** A share, 0 to 1, as per cent: `0 %`, `<0.1 %`, `0.4 %`, `12 %`; never `100 %` or `0 %` unless it is exactly that. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.1) return '<0.1 %';
  if (percent < 10) return `${Math.round(percent * 10) / 10} %`;
  return percent > 99 ? '>99 %' : `${Math.round(percent)} %`;
}

/** How much something changed, as per cent of what it was: `+12 %`, `−3 %`, `×4.2`; empty where it is about the same. */
export function changeText(now: number | undefined, before: number | undefined): string {
  if (now === undefined || before === undefined || before <= 0) return '';
  const ratio = now / before;
  if (ratio >= 2.995) return `×${significant(ratio)}`;
  const percent = Math.round((ratio - 1) * 100);
  if (Math.abs(percent) < 2) return '';
  return percent > 0 ? `+${percent} %` : `−${-percent} %`;
}

/** A quantity as one text, for labels that are read aloud. */
export function quantityText(quantity: Quantity): string {
  return quantity.unit.startsWith('/')
    ? quantity.number + quantity.unit
    : `${quantity.number} ${quantity.unit}`;
}

/** A duration as one text. */
export function durationText(seconds: number): string {
  return quantityText(durationQuantity(seconds));
}

function significant(value: number): string {
  const size = Math.abs(value);
  if (size >= 99.95) return String(Math.round(value));
  return size >= 9.995
    ? value.toFixed(1).replace(/\.0$/, '')
    : value.toFixed(2).replace(/0$/, '').replace(/\.0$/, '');
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
