import type { VNode } from 'preact';
import type { CauseCount } from '../../api/analysis.js';
import { oneLine } from '../../model/cut-text.js';
import { countText, shareText } from '../../model/quantity.js';
import { StatusMark } from '../../parts/status-mark.js';
import { hrefTo } from '../../view/address.js';

interface CauseTableProps {
  readonly causes: readonly CauseCount[];
  readonly totals: readonly number[];
}

const SHOWN = 12;
const KINDS = [
  ['fault', 'What faulted'],
  ['error', 'What erred'],
  ['responsetime', 'What took the time'],
] as const;

/** The paths from the entry to what failed or took the time, the most frequent first, with a trace to look at. */
export function CauseTable({ causes, totals }: CauseTableProps): VNode {
  if (causes.length === 0) return <p class="muted">Nothing stands out: nothing failed, nothing took long.</p>;
  return (
    <>
      {KINDS.map(([kind, words]) => (
        <Kind
          key={kind}
          words={words}
          causes={causes.filter((cause) => cause.kind === kind).slice(0, SHOWN)}
          totals={totals}
        />
      ))}
    </>
  );
}

interface KindProps extends CauseTableProps {
  readonly words: string;
}

function Kind({ words, causes, totals }: KindProps): VNode | null {
  if (causes.length === 0) return null;
  return (
    <table class="analytics-table">
      <thead>
        <tr>
          <th scope="col">{words}</th>
          {totals.map((_, set) => (
            <th key={set} scope="col" class="number">
              {set === 0 ? 'A' : 'B'}
            </th>
          ))}
          <th scope="col">
            <span class="for-readers">Example</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {causes.map((cause, index) => (
          <tr key={index}>
            <th scope="row">
              <Path cause={cause} />
            </th>
            {totals.map((total, set) => (
              <td key={set} class="number" title={countText(cause.counts[set] ?? 0)}>
                {shareText((cause.counts[set] ?? 0) / Math.max(1, total))}
              </td>
            ))}
            <td class="number">
              <a href={hrefTo({ page: 'trace', id: cause.traceId })}>example</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Path({ cause }: { readonly cause: CauseCount }): VNode {
  const { kind, services, entities, exception, message } = cause;
  const path = services.map(({ name }) => oneLine(name, 40)).join(' → ');
  const inside = entities.slice(1).map((name) => oneLine(name, 40));
  return (
    <span class="analytics-cause" title={oneLine(`${path} ${message ?? ''}`, 600)}>
      {kind !== 'responsetime' && <StatusMark status={kind} />}
      <span class="cut">
        {path}
        {inside.length > 0 && <span class="muted"> › {inside.join(' › ')}</span>}
        {exception !== undefined && <strong> {oneLine(exception, 60)}</strong>}
      </span>
    </span>
  );
}
