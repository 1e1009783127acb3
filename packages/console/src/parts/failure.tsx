import type { VNode } from 'preact';
import './empty.css';

/** Says that something could not be shown, why, and offers to try again. */
export function Failure({ error, retry }: { readonly error: Error; readonly retry: () => void }): VNode {
  return (
    <div class="empty" role="alert">
      <h2>This could not be loaded</h2>
      <p class="muted">{error.message}</p>
      <button type="button" class="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}
