/** A stretch of time on an axis, in seconds from the axis's origin. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

const STEPS = [1, 2, 5];

/** Round times within a span, about `wanted` of them, at steps of 1, 2 or 5 times a power of ten. */
export function timeTicks(span: TimeSpan, wanted: number): readonly number[] {
  const length = span.to - span.from;
  if (!(length > 0) || wanted < 1) return [span.from];
  const step = tickStep(length / wanted);
  const first = Math.ceil(span.from / step - 1e-6);
  const last = Math.floor(span.to / step + 1e-6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    clean((first + index) * step, step),
  );
}

/** Where a time lies in a span, 0 to 1 within it. */
export function shareOf(span: TimeSpan, time: number): number {
  const length = span.to - span.from;
  return length > 0 ? (time - span.from) / length : 0;
}

/** The part of `[from, to]` that a drag between two shares of `span` marks out, in either direction; never shorter than `least` seconds. */
export function draggedSpan(span: TimeSpan, one: number, other: number, least: number): TimeSpan {
  const length = span.to - span.from;
  const low = span.from + clamp(Math.min(one, other)) * length;
  const high = span.from + clamp(Math.max(one, other)) * length;
  return high - low >= least ? { from: low, to: high } : { from: low, to: Math.min(span.to, low + least) };
}

function tickStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.find((candidate) => candidate * power >= rough * 0.999_999) ?? 10;
  return step * power;
}

function clean(value: number, step: number): number {
  const digits = Math.max(0, -Math.floor(Math.log10(step)) + 1);
  return digits > 15 ? value : Number(value.toFixed(digits));
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
