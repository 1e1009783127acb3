import type { VNode } from 'preact';
import { oneLine } from '../../model/cut-text.js';
import { hrefTo } from '../../view/address.js';
import '../../parts/empty.css';

/** Says kindly that an address leads nowhere. */
export function MissingPage({ path }: { readonly path: string }): VNode {
  const isTrace = path.startsWith('/traces/');
  return (
    <div class="empty">
      <h2>{isTrace ? 'That is not a trace id' : 'There is no page here'}</h2>
      <p class="muted">
        {isTrace
          ? 'A trace id is 1-<8 hex digits>-<24 hex digits>, or the 32 hex digits of W3C. This address has: '
          : 'This address leads nowhere: '}
        <span class="mono">{oneLine(path, 120)}</span>
      </p>
      <p>
        <a href={hrefTo({ page: 'map' })}>Open the service map</a> or{' '}
        <a href={hrefTo({ page: 'traces' })}>look through the traces</a>.
      </p>
    </div>
  );
}
