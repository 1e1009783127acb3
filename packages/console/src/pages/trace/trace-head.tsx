import { toW3cTraceId } from '@radiograph/protocol';
import { linkedTraceIds } from '@radiograph/trace';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { isoTime } from '../../model/clock-time.js';
import { oneLine } from '../../model/cut-text.js';
import { requestFilter } from '../../model/filter-text.js';
import { statusOf } from '../../model/status.js';
import type { TraceRow, TraceView } from '../../model/trace-view.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Duration } from '../../parts/quantity.js';
import { StatusMark } from '../../parts/status-mark.js';
import { hrefTo } from '../../view/address.js';
import { dayAndTime } from '../../view/clock.js';
import { CompareMenu } from './compare-menu.js';
import { CopyMenu } from './copy-menu.js';

interface TraceHeadProps {
  readonly trace: TraceView;
  readonly limitExceeded: boolean;
}

/** What the trace was, how it ended, how long it took, and its id. */
export function TraceHead({ trace, limitExceeded }: TraceHeadProps): VNode {
  const { root } = trace;
  const { id, start, partial } = trace.trace;
  const count = trace.services.length;
  const filter = likeThis(trace);
  return (
    <header class="trace-head">
      <div class="trace-title">
        {root && <StatusMark status={statusOf(root, root.partial)} />}
        <h1 class="cut" title={oneLine(titleOf(root), 1_000)}>
          {oneLine(root?.name ?? id, 120)}{' '}
          {root && <span class="trace-request mono">{oneLine(requestOf(root), 300)}</span>}
        </h1>
        <div class="trace-menus">
          <CompareMenu id={id} start={start} filter={filter} />
          <CopyMenu trace={trace.trace} filter={filter} />
        </div>
      </div>
      <dl class="trace-facts">
        <Fact name="Duration">
          <Duration seconds={trace.trace.end - start} />
        </Fact>
        <Fact name="Response time">
          <Duration seconds={root?.duration} />
        </Fact>
        <Fact name={count === 1 ? 'Service' : 'Services'}>{String(count)}</Fact>
        <Fact name="Started">
          <time dateTime={isoTime(start)} title={isoTime(start)}>
            {dayAndTime(start)}
          </time>
        </Fact>
        <Fact name="Trace id">
          <span class="trace-id mono" title={`W3C form: ${toW3cTraceId(id)}`}>
            {id}
            <CopyButton text={id} label="Copy the trace id" />
          </span>
        </Fact>
      </dl>
      <Linked trace={trace} />
      {partial && <p class="trace-note muted">○ Parts of this trace are in progress or have not arrived.</p>}
      {limitExceeded && (
        <p class="trace-note">◆ This trace is larger than the service keeps; the rest was left out.</p>
      )}
    </header>
  );
}

/** The traces that segments of this one name: what sent the messages it worked on, or what it set off. */
function Linked({ trace }: { readonly trace: TraceView }): VNode | null {
  const ids = useMemo(() => linkedTraceIds(trace.trace), [trace]);
  if (ids.length === 0) return null;
  return (
    <p class="trace-note">
      Linked to{' '}
      {ids.slice(0, LINKS_SHOWN).map((id) => (
        <a key={id} class="trace-link mono" href={hrefTo({ page: 'trace', id })}>
          {id}
        </a>
      ))}
      {ids.length > LINKS_SHOWN && <span class="muted">and {ids.length - LINKS_SHOWN} more</span>}
    </p>
  );
}

const LINKS_SHOWN = 5;

function likeThis({ root, entities }: TraceView): string {
  const request = entities.get(root?.id ?? '')?.document.http?.request;
  return requestFilter(root?.service ?? '', request?.method, request?.url);
}

function Fact({ name, children }: { readonly name: string; readonly children: VNode | string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function requestOf(root: TraceRow): string {
  return [root.hint, root.status === undefined ? '' : String(root.status)]
    .filter((part) => part !== '')
    .join(' → ');
}

function titleOf(root: TraceRow | undefined): string {
  return root === undefined ? '' : `${root.name} ${requestOf(root)}`;
}
