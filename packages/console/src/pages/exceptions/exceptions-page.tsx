import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type ExceptionGroup, type ExceptionReport, fetchExceptions } from '../../api/exceptions.js';
import { groupKey } from '../../model/exception-place.js';
import { countText } from '../../model/quantity.js';
import { rangeText, resolveRange } from '../../model/time-range.js';
import { CoverageNote } from '../../parts/coverage-note.js';
import { Failure } from '../../parts/failure.js';
import { SkeletonRows } from '../../parts/skeleton.js';
import { hrefTo, show, view } from '../../view/address.js';
import { dayAndTime } from '../../view/clock.js';
import { useResource } from '../../view/use-resource.js';
import { ExceptionPanel } from './exception-panel.js';
import { ExceptionRow } from './exception-row.js';
import '../../parts/page-head.css';
import './exceptions.css';

const LONGEST_LOOK_MS = 10_000;

/** What was thrown in the time range, grouped by type and top frame, the most frequent first. */
export function ExceptionsPage(): VNode {
  const { range, filter } = view.value;
  const [budgetMs, setBudget] = useState<number>();
  const report = useResource(JSON.stringify([range, filter, budgetMs]), (signal) =>
    fetchExceptions({ ...resolveRange(range, Date.now() / 1000), filter, budgetMs }, signal),
  );
  const { data, error } = report.state.value;
  if (data === undefined && error) return <Failure error={error} retry={report.refresh} />;
  if (data?.groups.length === 0 && data.complete) return <NothingThrown />;
  return (
    <Report report={data} error={error} lookLonger={() => setBudget(LONGEST_LOOK_MS)} key={range.kind} />
  );
}

interface ReportProps {
  readonly report: ExceptionReport | undefined;
  readonly error: Error | undefined;
  lookLonger(): void;
}

function Report({ report, error, lookLonger }: ReportProps): VNode {
  const { selected } = view.value;
  const group = report?.groups.find((candidate) => groupKey(candidate) === selected);
  const select = (key: string | undefined): void => show({ selected: key, tab: undefined });
  return (
    <div class="page">
      <section class="page-main" aria-label="Exceptions">
        <div class="page-head">
          <h1>Exceptions</h1>
          <p class="muted" role="status">
            {report && (
              <>
                {countText(report.groups.length + report.more)}{' '}
                {report.groups.length + report.more === 1 ? 'place' : 'places'} ·{' '}
                <CoverageNote coverage={report} lookLonger={lookLonger} />
              </>
            )}
          </p>
          {error && <p class="page-error">{error.message}</p>}
        </div>
        {report === undefined ? (
          <SkeletonRows words="Looking for exceptions…" />
        ) : (
          <Groups groups={report.groups} selected={selected} select={select} />
        )}
      </section>
      {group && <ExceptionPanel group={group} close={() => select(undefined)} />}
    </div>
  );
}

interface GroupsProps {
  readonly groups: readonly ExceptionGroup[];
  readonly selected: string | undefined;
  select(key: string): void;
}

const COLUMNS = ['Exception', 'Thrown at', 'Services', 'Over time', 'Count', 'Traces', 'Last seen'] as const;

function Groups({ groups, selected, select }: GroupsProps): VNode {
  return (
    <section class="exceptions-scroll" aria-label="Exceptions by type and place" tabIndex={0}>
      <table class="exceptions-table">
        <thead>
          <tr>
            {COLUMNS.map((name, index) => (
              <th key={name} scope="col" class={index > 3 ? 'number' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <ExceptionRow
              key={groupKey(group)}
              group={group}
              isSelected={groupKey(group) === selected}
              select={select}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function NothingThrown(): VNode {
  const { filter, range } = view.value;
  return (
    <div class="empty">
      <h1>Nothing was thrown</h1>
      <p class="muted">
        {rangeText(range, dayAndTime)}: no {filter === '' ? 'trace' : 'trace that matches the filter'}{' '}
        recorded an exception. Here you would see each kind of exception once: where it is thrown, how often,
        since when, and the traces to look at.
      </p>
      <p class="muted">
        A segment records what is thrown through it; to record one that you handle, write{' '}
        <code class="mono">xray.addError(error)</code>.
      </p>
      {filter !== '' && <a href={hrefTo({ page: 'exceptions' }, { filter: '' })}>Look without the filter</a>}
    </div>
  );
}
