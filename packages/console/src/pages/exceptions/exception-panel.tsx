import type { VNode } from 'preact';
import type { ExceptionExample, ExceptionGroup } from '../../api/exceptions.js';
import { agoText, isoTime } from '../../model/clock-time.js';
import { oneLine } from '../../model/cut-text.js';
import { placeText } from '../../model/exception-place.js';
import { bothFilters, exceptionFilter } from '../../model/filter-text.js';
import { countText } from '../../model/quantity.js';
import { hueClass } from '../../model/service-hue.js';
import { CutText } from '../../parts/cut-text.js';
import { FilterText } from '../../parts/filter-box/filter-text.js';
import { SidePanel } from '../../parts/side-panel.js';
import { Sparkline } from '../../parts/sparkline.js';
import { StatusMark } from '../../parts/status-mark.js';
import { hrefTo, view } from '../../view/address.js';
import { dayAndTime } from '../../view/clock.js';

interface ExceptionPanelProps {
  readonly group: ExceptionGroup;
  close(): void;
}

/** One kind of exception: its message, its place, since when, and traces to look at. */
export function ExceptionPanel({ group, close }: ExceptionPanelProps): VNode {
  const { type, frame, count, traces, services, counts, first, last, examples } = group;
  const filter = bothFilters(view.value.filter, exceptionFilter(type));
  return (
    <SidePanel label={`Exception ${type}`} close={close}>
      <div class="panel-head">
        <StatusMark status="fault" />
        <div>
          <h2>
            <CutText text={type} limit={200} />
          </h2>
          <p class="exceptions-detail mono muted">
            <CutText text={placeText(frame) || 'no stack was recorded'} limit={300} />
          </p>
        </div>
      </div>
      <p class="exceptions-text">
        <CutText text={examples[0]?.message ?? ''} limit={600} />
      </p>
      <dl class="exceptions-facts">
        <Fact name="Thrown">{countText(count)}</Fact>
        <Fact name={traces === 1 ? 'Trace' : 'Traces'}>{countText(traces)}</Fact>
        <Fact name="First seen">
          <Ago time={first} />
        </Fact>
        <Fact name="Last seen">
          <Ago time={last} />
        </Fact>
      </dl>
      <div class="exceptions-chart is-fault">
        <Sparkline counts={counts} most={Math.max(...counts, 1)} label={`${count} over the time range`} />
      </div>
      <h3>{services.length === 1 ? 'Service' : 'Services'}</h3>
      <ul class="exceptions-list">
        {services.map((name) => (
          <li key={name} class="exceptions-service">
            <span class={`exceptions-hue ${hueClass(name)}`} />
            {oneLine(name, 120)}
          </li>
        ))}
      </ul>
      <h3>Example traces</h3>
      <ul class="exceptions-list">
        {examples.map((example) => (
          <Example key={example.traceId} example={example} />
        ))}
      </ul>
      <div class="panel-way">
        <a class="button primary" href={hrefTo({ page: 'traces' }, { filter })}>
          View traces
        </a>
        <FilterText text={filter} />
      </div>
    </SidePanel>
  );
}

function Example({ example }: { readonly example: ExceptionExample }): VNode {
  const { traceId, entityId, time, message } = example;
  return (
    <li>
      <a
        class="exceptions-example"
        href={hrefTo({ page: 'trace', id: traceId }, { selected: entityId, tab: 'exceptions' })}
      >
        <time dateTime={isoTime(time)}>{dayAndTime(time)}</time>
        <span class="cut">{oneLine(message, 200)}</span>
      </a>
    </li>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: VNode | string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Ago({ time }: { readonly time: number }): VNode {
  return (
    <time dateTime={isoTime(time)} title={dayAndTime(time)}>
      {agoText(time, Date.now() / 1000)}
    </time>
  );
}
