import type { VNode } from 'preact';
import { oneLine } from '../../model/cut-text.js';
import type { Offer } from './use-offers.js';

interface CompletionListProps {
  readonly offered: readonly Offer[];
  readonly chosen: number;
  take(completion: Offer): void;
}

/** What may stand at the cursor. The field keeps the focus; the arrow keys move through the list. */
export function CompletionList({ offered, chosen, take }: CompletionListProps): VNode {
  return (
    <ul class="filter-offers" id="filter-offers" role="listbox" aria-label="Completions">
      {offered.map((completion, index) => (
        <li
          key={`${completion.kind} ${completion.text}`}
          id={`filter-offer-${index}`}
          role="option"
          aria-selected={index === chosen}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => take(completion)}
        >
          <span class="mono cut">{oneLine(completion.text, 120)}</span>
          <span class="muted">{completion.kind}</span>
        </li>
      ))}
    </ul>
  );
}
