import type { Outcome, Statistics } from '@radiograph/trace';
import type { VNode } from 'preact';
import { countText, shareText } from '../../model/quantity.js';
import { OUTCOMES, totalCount } from '../../model/status.js';
import { StatusMark } from '../../parts/status-mark.js';

interface OutcomeRowsProps {
  readonly statistics: Statistics;
  href(outcome: Outcome): string;
}

/** How many requests ended how; each row leads to those traces. */
export function OutcomeRows({ statistics, href }: OutcomeRowsProps): VNode {
  const total = totalCount(statistics);
  return (
    <ul class="outcomes" aria-label="Outcomes">
      {OUTCOMES.map((outcome) => (
        <li key={outcome}>
          <OutcomeRow outcome={outcome} count={statistics[outcome]} total={total} href={href(outcome)} />
        </li>
      ))}
    </ul>
  );
}

interface OutcomeRowProps {
  readonly outcome: Outcome;
  readonly count: number;
  readonly total: number;
  readonly href: string;
}

function OutcomeRow({ outcome, count, total, href }: OutcomeRowProps): VNode {
  const share = total > 0 ? count / total : 0;
  const cells = (
    <>
      <StatusMark status={outcome} withWord />
      <svg
        class={`outcome-bar is-${outcome}`}
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect class="outcome-track" width="100" height="4" />
        {count > 0 && <rect class="outcome-share" width={Math.max(share * 100, 1)} height="4" />}
      </svg>
      <span class="number">{countText(count)}</span>
      <span class="number muted">{shareText(share)}</span>
    </>
  );
  if (count === 0) return <span class="outcome is-none">{cells}</span>;
  return (
    <a class="outcome" href={href} title="View these traces">
      {cells}
    </a>
  );
}
