import type { VNode } from 'preact';
import type { FieldCounts } from '../../api/analysis.js';
import { oneLine } from '../../model/cut-text.js';
import { fieldWords, valueFilter } from '../../model/field-filter.js';
import { bothFilters } from '../../model/filter-text.js';
import { countText, shareText } from '../../model/quantity.js';
import { type ValueShare, valueShares } from '../../model/set-comparison.js';
import { urlPath } from '../../model/trace-view.js';
import { hrefTo, view } from '../../view/address.js';

interface ValueTableProps {
  readonly field: FieldCounts;
  readonly totals: readonly number[];
}

/** The values of a field with their share of each set; those that tell two sets apart come first. */
export function ValueTable({ field, totals }: ValueTableProps): VNode {
  const values = valueShares(field.values, totals);
  if (values.length === 0) return <p class="muted">No trace has a value here.</p>;
  const isCompared = totals.length > 1;
  return (
    <table class="analytics-table">
      <thead>
        <tr>
          <th scope="col">{fieldWords(field.field)}</th>
          <th scope="col" class="number">
            A
          </th>
          {isCompared && (
            <th scope="col" class="number">
              B
            </th>
          )}
          {isCompared && (
            <th scope="col" class="number is-points">
              Difference
            </th>
          )}
          <th scope="col">
            <span class="for-readers">Share</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {values.map((value) => (
          <Value key={`${value.key ?? ''} ${value.value}`} field={field.field} value={value} />
        ))}
      </tbody>
      {field.more > 0 && (
        <tfoot>
          <tr>
            <td class="muted" colSpan={5}>
              and {countText(field.more)} more
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Value({ field, value }: { readonly field: string; readonly value: ValueShare }): VNode {
  const added = valueFilter(field, value);
  const shown = field === 'http.url' ? urlPath(String(value.value)) : String(value.value);
  const text = value.key === undefined ? shown : `${value.key}=${shown}`;
  return (
    <tr>
      <th scope="row">
        <a
          class="cut mono"
          href={hrefTo(
            { page: 'analytics' },
            { filter: bothFilters(view.value.filter, added), options: view.value.options },
          )}
          title={`Only traces with ${oneLine(added, 300)}`}
        >
          {oneLine(text, 160)}
        </a>
      </th>
      {value.shares.map((share, set) => (
        <td key={set} class="number" title={countText(value.counts[set] ?? 0)}>
          {shareText(share)}
        </td>
      ))}
      {value.shares.length > 1 && <td class="number is-points">{pointsText(value.difference)}</td>}
      <td class="analytics-bars">
        <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
          {value.shares.map((share, set) => (
            <rect
              key={set}
              class={`times-bin is-${set === 0 ? 'A' : 'B'}`}
              y={value.shares.length === 1 ? 3 : set * 6}
              width={share * 100}
              height={value.shares.length === 1 ? 6 : 5}
            />
          ))}
        </svg>
      </td>
    </tr>
  );
}

function pointsText(difference: number): string {
  const points = Math.round(difference * 1_000) / 10;
  if (points === 0) return '0';
  return `${points > 0 ? '+' : '−'}${Math.abs(points)} points`;
}
