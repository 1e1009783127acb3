import type { VNode } from 'preact';
import { type FieldCounts, fetchAnalysis, type ValueCount } from '../../api/analysis.js';
import { readStatus } from '../../api/histogram.js';
import { oneLine } from '../../model/cut-text.js';
import { fieldWords, REFINE_FIELDS, valueFilter } from '../../model/field-filter.js';
import { bothFilters } from '../../model/filter-text.js';
import { countText } from '../../model/quantity.js';
import { statusLook } from '../../model/status.js';
import { resolveRange, type TimeRange } from '../../model/time-range.js';
import { urlPath } from '../../model/trace-view.js';
import { StatusMark } from '../../parts/status-mark.js';
import { hrefTo, view } from '../../view/address.js';
import { useResource } from '../../view/use-resource.js';
import './refine-panel.css';

interface RefinePanelProps {
  readonly range: TimeRange;
  readonly filter: string;
}

const VALUES_SHOWN = 6;

/** What the listed traces have in common: each value narrows the list by its expression. */
export function RefinePanel({ range, filter }: RefinePanelProps): VNode {
  const counted = useResource(JSON.stringify([range, filter]), (signal) =>
    fetchAnalysis(
      {
        ...resolveRange(range, Date.now() / 1000),
        filter,
        fields: REFINE_FIELDS.map(([field]) => field),
        top: VALUES_SHOWN,
      },
      signal,
    ),
  );
  const { data, error } = counted.state.value;
  return (
    <aside class="refine" aria-label="Refine">
      {error && <p class="page-error">{error.message}</p>}
      {data?.fields
        .filter(({ values }) => values.length > 0)
        .map((field) => (
          <FieldValues key={field.field} field={field} filter={filter} all={data.sets[0]?.matched ?? 0} />
        ))}
    </aside>
  );
}

interface FieldValuesProps {
  readonly field: FieldCounts;
  readonly filter: string;
  readonly all: number;
}

function FieldValues({ field, filter, all }: FieldValuesProps): VNode {
  return (
    <section class="refine-field">
      <h2>{fieldWords(field.field)}</h2>
      <ul>
        {field.values.map((value) => (
          <li key={`${value.key ?? ''} ${value.value}`}>
            <Value name={field.field} value={value} filter={filter} all={all} />
          </li>
        ))}
      </ul>
      {field.more > 0 && <p class="refine-more muted">and {countText(field.more)} more</p>}
    </section>
  );
}

interface ValueProps {
  readonly name: string;
  readonly value: ValueCount;
  readonly filter: string;
  readonly all: number;
}

function Value({ name, value, filter, all }: ValueProps): VNode {
  const count = value.counts[0] ?? 0;
  const added = valueFilter(name, value);
  const share = all > 0 ? (count / all) * 100 : 0;
  return (
    <a
      class="refine-value"
      href={hrefTo({ page: 'traces' }, { filter: bothFilters(filter, added), options: view.value.options })}
      title={`Only traces with ${oneLine(added, 300)}`}
    >
      <span class="cut">
        <Words name={name} value={value} />
      </span>
      <span class="number">{countText(count)}</span>
      <svg class="refine-bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
        <rect width={share} height="2" />
      </svg>
    </a>
  );
}

function Words({ name, value: { key, value } }: Pick<ValueProps, 'name' | 'value'>): VNode {
  if (name === 'outcome') {
    const status = readStatus(value);
    return (
      <>
        <StatusMark status={status} /> {statusLook(status).word}
      </>
    );
  }
  if (key !== undefined)
    return (
      <span class="mono">
        <span class="muted">{oneLine(key, 40)}=</span>
        {oneLine(String(value), 80)}
      </span>
    );
  if (name === 'http.url') return <span class="mono">{oneLine(urlPath(String(value)), 120)}</span>;
  return <>{oneLine(String(value), 120)}</>;
}
