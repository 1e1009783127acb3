import type { VNode } from 'preact';
import { type Status, statusLook } from '../model/status.js';
import './status-mark.css';

/** A status as its mark in its colour, with its word for readers and as a hint, or shown beside it. */
export function StatusMark({
  status,
  withWord = false,
}: {
  readonly status: Status;
  readonly withWord?: boolean;
}): VNode {
  const look = statusLook(status);
  return (
    <span class={`status-mark ${look.className}`} title={withWord ? undefined : look.word}>
      <span class="status-sign" aria-hidden="true">
        {look.mark}
      </span>
      <span class={withWord ? 'status-word' : 'for-readers'}>{look.word}</span>
    </span>
  );
}
