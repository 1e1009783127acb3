import type { VNode } from 'preact';
import { type Quantity as Amount, durationQuantity, rateQuantity } from '../model/quantity.js';

/** A number with its unit small and muted beside it. */
export function Quantity({ amount }: { readonly amount: Amount }): VNode {
  return (
    <span class="quantity">
      {amount.number}
      <span class="unit">{amount.unit}</span>
    </span>
  );
}

/** A duration in seconds; a dash where it is not known yet. */
export function Duration({ seconds }: { readonly seconds: number | undefined }): VNode {
  return seconds === undefined ? (
    <span class="muted">–</span>
  ) : (
    <Quantity amount={durationQuantity(seconds)} />
  );
}

/** Requests per minute. */
export function Rate({ perMinute }: { readonly perMinute: number }): VNode {
  return <Quantity amount={rateQuantity(perMinute)} />;
}
