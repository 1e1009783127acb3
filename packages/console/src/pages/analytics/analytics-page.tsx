import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type Analysis, fetchAnalysis } from '../../api/analysis.js';
import { fieldWords, MORE_FIELDS, REFINE_FIELDS } from '../../model/field-filter.js';
import { countText, shareText } from '../../model/quantity.js';
import { OUTCOMES, statusLook } from '../../model/status.js';
import { resolveRange } from '../../model/time-range.js';
import { CoverageNote } from '../../parts/coverage-note.js';
import { Failure } from '../../parts/failure.js';
import { FilterText } from '../../parts/filter-box/filter-text.js';
import { FirstTrace } from '../../parts/first-trace.js';
import { SkeletonRows } from '../../parts/skeleton.js';
import { StatusMark } from '../../parts/status-mark.js';
import { setOptions, view } from '../../view/address.js';
import { useResource } from '../../view/use-resource.js';
import { vocabulary } from '../../view/vocabulary.js';
import { CauseTable } from './cause-table.js';
import { OtherFilter } from './other-filter.js';
import { TimesChart } from './times-chart.js';
import { ValueTable } from './value-table.js';
import '../../parts/page-head.css';
import './analytics.css';

const TOP = 25;
const LONGEST_LOOK_MS = 10_000;

/** The traces of the filter, alone or beside those of a second one: how long they took, what they have in common, what failed. */
export function AnalyticsPage(): VNode {
  const { range, filter, options } = view.value;
  const by = options.by ?? 'http.url';
  // A second set of all traces has an empty expression, which an address cannot hold.
  const other = options.other === ALL ? '' : options.other;
  const [budgetMs, setBudget] = useState<number>();
  const held = useResource(JSON.stringify([range, filter, other, by, budgetMs]), (signal) =>
    fetchAnalysis(
      { ...resolveRange(range, Date.now() / 1000), filter, other, fields: [by], top: TOP, budgetMs },
      signal,
    ),
  );
  const { data, error } = held.state.value;
  if (data === undefined && error) return <Failure error={error} retry={held.refresh} />;
  return (
    <section class="analytics" aria-label="Analytics">
      <div class="page-head">
        <h1>Analytics</h1>
        {error && <p class="page-error">{error.message}</p>}
      </div>
      {data === undefined ? (
        <SkeletonRows words="Counting…" />
      ) : (
        <Shown data={data} by={by} lookLonger={() => setBudget(LONGEST_LOOK_MS)} />
      )}
    </section>
  );
}

/** The option that stands for a second set of all traces. */
const ALL = '*';

interface ShownProps {
  readonly data: Analysis;
  readonly by: string;
  lookLonger(): void;
}

function Shown({ data, by, lookLonger }: ShownProps): VNode {
  const totals = data.sets.map((set) => set.matched);
  if (totals.every((total) => total === 0) && view.value.filter === '') return <Nothing />;
  return (
    <div class="analytics-body">
      <Sets data={data} lookLonger={lookLonger} />
      <TimesChart sets={data.sets.map((set) => set.responseTimes)} />
      <div class="analytics-tables">
        <section class="analytics-part">
          <div class="analytics-title">
            <h2 id="analytics-by">Broken down by</h2>
            <FieldChoice by={by} />
          </div>
          {data.fields.map((field) => (
            <ValueTable key={field.field} field={field} totals={totals} />
          ))}
        </section>
        <section class="analytics-part">
          <h2 class="analytics-title">Root causes</h2>
          <CauseTable causes={data.causes} totals={totals} />
        </section>
      </div>
    </div>
  );
}

function Sets({ data, lookLonger }: Omit<ShownProps, 'by'>): VNode {
  const { filter, options } = view.value;
  const [first, second] = data.sets;
  return (
    <div class="analytics-sets">
      <SetHead name="A" filter={filter} set={first} lookLonger={lookLonger} />
      {second === undefined ? (
        <OtherFilter all={ALL} />
      ) : (
        <>
          <SetHead
            name="B"
            filter={options.other === ALL ? '' : (options.other ?? '')}
            set={second}
            lookLonger={lookLonger}
          />
          <button type="button" class="button quiet" onClick={() => setOptions({ other: '' })}>
            Only A
          </button>
        </>
      )}
    </div>
  );
}

interface SetHeadProps {
  readonly name: string;
  readonly filter: string;
  readonly set: Analysis['sets'][number] | undefined;
  lookLonger(): void;
}

function SetHead({ name, filter, set, lookLonger }: SetHeadProps): VNode | null {
  if (set === undefined) return null;
  return (
    <div class={`analytics-set is-${name}`}>
      <p>
        <span class="analytics-name">{name}</span>{' '}
        {filter === '' ? <span class="muted">all traces</span> : <FilterText text={filter} />}
      </p>
      <p class="muted">
        <CoverageNote coverage={set} lookLonger={lookLonger} />
      </p>
      <p class="analytics-outcomes">
        {OUTCOMES.filter((outcome) => set.outcomes[outcome] > 0).map((outcome) => (
          <span key={outcome} title={`${countText(set.outcomes[outcome])} ${statusLook(outcome).word}`}>
            <StatusMark status={outcome} /> {shareText(set.outcomes[outcome] / Math.max(1, set.matched))}
          </span>
        ))}
      </p>
    </div>
  );
}

function FieldChoice({ by }: { readonly by: string }): VNode {
  const keys = vocabulary.value.annotationKeys.map((key) => `annotation.${key}`);
  const known = [...REFINE_FIELDS, ...MORE_FIELDS].map(([field]) => field);
  const fields = [...new Set([...known, ...keys, by])];
  return (
    <select
      class="analytics-by"
      aria-labelledby="analytics-by"
      value={by}
      onChange={(event) => setOptions({ by: event.currentTarget.value })}
    >
      {fields.map((field) => (
        <option key={field} value={field}>
          {fieldWords(field)}
        </option>
      ))}
    </select>
  );
}

function Nothing(): VNode {
  return (
    <div class="empty">
      <h2>No traces in this time</h2>
      <p class="muted">
        Here you would see how long requests take, what the slow and the failing ones have in common, and what
        is to blame. Choose a longer time above, or send a first trace:
      </p>
      <FirstTrace />
    </div>
  );
}
