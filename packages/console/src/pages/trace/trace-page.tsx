import { assemble } from '@radiograph/trace';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { fetchTrace } from '../../api/traces.js';
import { Failure } from '../../parts/failure.js';
import '../../parts/empty.css';
import { indexExceptions } from '../../model/trace-exceptions.js';
import { type TraceView, traceView } from '../../model/trace-view.js';
import { SkeletonRows } from '../../parts/skeleton.js';
import { hrefTo, show, view } from '../../view/address.js';
import type { Change } from '../../view/live.js';
import { pastedTraceId } from '../../view/route.js';
import { useResource } from '../../view/use-resource.js';
import { EntityPanel } from './entity-panel.js';
import { FlameChart } from './flame-chart.js';
import { TraceComparison } from './trace-comparison.js';
import { TraceHead } from './trace-head.js';
import { TraceMap } from './trace-map.js';
import { TraceTools } from './trace-tools.js';
import { useFind } from './use-find.js';
import { Waterfall } from './waterfall.js';
import './trace.css';

interface ShownTrace {
  readonly view: TraceView;
  readonly limitExceeded: boolean;
}

/** The selection that stands for a panel closed by hand. */
const NOTHING = '-';

/** One trace: its header, its timeline, and the detail of the selected row. */
export function TracePage({ id }: { readonly id: string }): VNode {
  // A notice that names no trace concerns what is known to go on; while the first answer is awaited nothing need be asked twice.
  const concerns = (latest: Change): boolean =>
    latest.traceIds.includes(id) ||
    (latest.traceIds.length === 0 && trace.state.peek().data?.view.trace.partial === true);
  const trace = useResource<ShownTrace>(
    id,
    async (signal) => {
      const fetched = await fetchTrace(id, signal);
      return {
        view: traceView(assemble(id, fetched?.documents ?? [])),
        limitExceeded: fetched?.limitExceeded ?? false,
      };
    },
    concerns,
  );
  const { data, error } = trace.state.value;
  if (data === undefined) return error ? <Failure error={error} retry={trace.refresh} /> : <TraceWaiting />;
  if (data.view.rows.length === 0) return <UnknownTrace id={id} retry={trace.refresh} />;
  return <KnownTrace shown={data} />;
}

function KnownTrace({ shown }: { readonly shown: ShownTrace }): VNode {
  const { selected: named, tab, options } = view.value;
  const trace = shown.view;
  const exceptions = useMemo(() => indexExceptions(trace.entities.values()), [trace]);
  const isKnown = named !== undefined && trace.entities.has(named);
  const selected = isKnown ? named : named === NOTHING ? undefined : trace.root?.id;
  const select = (id: string | undefined, openTab?: string): void =>
    show({ selected: id ?? NOTHING, tab: openTab ?? tab }, 'replace');
  const find = useFind(trace, selected);
  const entity = trace.entities.get(selected ?? '');
  const row = trace.rows.find((candidate) => candidate.id === selected);
  const other = pastedTraceId(options.with ?? '');
  if (other !== undefined)
    return (
      <div class="trace-page">
        <TraceHead trace={trace} limitExceeded={shown.limitExceeded} />
        <TraceComparison left={trace.trace.id} right={other} />
      </div>
    );
  return (
    <div class="trace-page">
      <TraceHead trace={trace} limitExceeded={shown.limitExceeded} />
      <TraceTools matches={find.matches} place={find.place} step={find.step} />
      <div class="trace-main">
        <TraceBody trace={trace} selected={selected} found={find.found} select={select} />
        {entity && (
          <EntityPanel
            trace={trace}
            entity={entity}
            row={row}
            exceptions={exceptions}
            tab={tab}
            select={select}
          />
        )}
      </div>
    </div>
  );
}

interface TraceBodyProps {
  readonly trace: TraceView;
  readonly selected: string | undefined;
  readonly found: ReadonlySet<string> | undefined;
  select(id: string | undefined, tab?: string): void;
}

function TraceBody(props: TraceBodyProps): VNode {
  const { as } = view.value.options;
  if (as === 'flame') return <FlameChart {...props} />;
  if (as === 'map') return <TraceMap {...props} />;
  return <Waterfall {...props} />;
}

function TraceWaiting(): VNode {
  return (
    <div class="trace-page">
      <div class="trace-head is-waiting" />
      <SkeletonRows words="Fetching the trace…" />
    </div>
  );
}

function UnknownTrace({ id, retry }: { readonly id: string; readonly retry: () => void }): VNode {
  return (
    <div class="empty">
      <h2>This trace is not here</h2>
      <p class="mono">{id}</p>
      <p class="muted">
        The service knows no trace of this id. It may not have arrived yet, have been sent elsewhere, not been
        sampled, or be older than what is kept.
      </p>
      <button type="button" class="button" onClick={retry}>
        Look again
      </button>
      <p>
        <a href={hrefTo({ page: 'traces' }, { filter: '' })}>Look through the traces</a>
      </p>
    </div>
  );
}
