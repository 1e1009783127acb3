import type { VNode } from 'preact';
import { fetchAnalysis, type ValueCount } from '../../api/analysis.js';
import { oneLine } from '../../model/cut-text.js';
import { valueFilter } from '../../model/field-filter.js';
import { bothFilters } from '../../model/filter-text.js';
import { countText } from '../../model/quantity.js';
import { resolveRange } from '../../model/time-range.js';
import { StatusMark } from '../../parts/status-mark.js';
import { hrefTo, view } from '../../view/address.js';
import { useResource } from '../../view/use-resource.js';

const SHOWN = 5;

/** The annotations and exceptions that are most frequent in the traces of an expression; each narrows it further. */
export function NodeAnalysis({ filter }: { readonly filter: string }): VNode | null {
  const { range } = view.value;
  const held = useResource(JSON.stringify([range, filter]), (signal) =>
    fetchAnalysis(
      {
        ...resolveRange(range, Date.now() / 1000),
        filter,
        fields: ['annotation', 'exception'],
        top: SHOWN,
      },
      signal,
    ),
  );
  const { data } = held.state.value;
  if (data === undefined) return null;
  return (
    <>
      {data.fields.map(({ field, values }) => (
        <Values key={field} field={field} values={values} filter={filter} />
      ))}
    </>
  );
}

interface ValuesProps {
  readonly field: string;
  readonly values: readonly ValueCount[];
  readonly filter: string;
}

function Values({ field, values, filter }: ValuesProps): VNode | null {
  if (values.length === 0) return null;
  return (
    <section class="calls">
      <h3>{field === 'exception' ? 'Exceptions in these traces' : 'Annotations in these traces'}</h3>
      <ul>
        {values.map((value) => (
          <li key={`${value.key ?? ''} ${value.value}`}>
            <a
              class="call is-value"
              href={hrefTo({ page: 'traces' }, { filter: bothFilters(filter, valueFilter(field, value)) })}
            >
              {field === 'exception' ? <StatusMark status="fault" /> : <span />}
              <span class={`cut ${value.key === undefined ? '' : 'mono'}`}>
                {value.key !== undefined && <span class="muted">{oneLine(value.key, 40)}=</span>}
                {oneLine(String(value.value), 120)}
              </span>
              <span class="number muted">{countText(value.counts[0] ?? 0)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
