import type { VNode } from 'preact';
import { serviceAway } from '../view/resource.js';

/** Says that the service does not answer, for as long as it does not. */
export function AwayNotice(): VNode | null {
  if (!serviceAway.value) return null;
  return (
    <div class="away" role="status">
      <strong>The service does not answer.</strong>
      <span class="muted">
        What you see may be old. Start it again with <code class="mono">radiograph</code>; this page asks
        every two seconds and carries on by itself.
      </span>
    </div>
  );
}
