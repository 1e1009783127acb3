import type { VNode } from 'preact';
import type { Coverage } from '../api/own-reading.js';
import { countText } from '../model/quantity.js';
import { dayAndTime } from '../view/clock.js';

interface CoverageNoteProps {
  readonly coverage: Coverage;
  /** Absent where looking longer is not offered. */
  lookLonger?(): void;
}

/** How many traces a chart or a table is made of, and what it lacks where the service stopped looking to stay quick. */
export function CoverageNote({ coverage, lookLonger }: CoverageNoteProps): VNode {
  const { matched, scanned, complete, since } = coverage;
  return (
    <>
      {countText(matched)} {matched === 1 ? 'trace' : 'traces'} of {countText(scanned)}
      {!complete && (
        <>
          {' · '}
          <span class="is-cut">only since {dayAndTime(since).slice(0, 19)}</span>
          {lookLonger && (
            <>
              {' '}
              <button type="button" class="more" onClick={lookLonger}>
                Look longer
              </button>
            </>
          )}
        </>
      )}
    </>
  );
}
