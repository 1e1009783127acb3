import type { VNode } from 'preact';
import { isLoggedOut } from '../api/api-error.js';
import './empty.css';

/** Says that something could not be shown, why, and offers to try again. */
export function Failure({ error, retry }: { readonly error: Error; readonly retry: () => void }): VNode {
  if (isLoggedOut(error)) return <LoggedOut />;
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

/** Sessions end; the way back leads to the page that was looked at. */
function LoggedOut(): VNode {
  const here = window.location.pathname + window.location.search;
  return (
    <div class="empty" role="alert">
      <h2>You are logged out</h2>
      <p class="muted">This service shows traces only to those who have a key, and your session has ended.</p>
      <a class="button primary" href={`/login?to=${encodeURIComponent(here)}`}>
        Log in
      </a>
    </div>
  );
}
