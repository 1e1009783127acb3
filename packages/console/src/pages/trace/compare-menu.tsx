import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fetchTraceSummaries, type TraceSummary } from '../../api/trace-summaries.js';
import { isoTime } from '../../model/clock-time.js';
import { summaryStatus } from '../../model/trace-list.js';
import { Popover } from '../../parts/popover.js';
import { Duration } from '../../parts/quantity.js';
import { StatusMark } from '../../parts/status-mark.js';
import { setOptions } from '../../view/address.js';
import { dayAndTime } from '../../view/clock.js';
import { pastedTraceId } from '../../view/route.js';
import { useResource } from '../../view/use-resource.js';

interface CompareMenuProps {
  readonly id: string;
  readonly start: number;
  /** The expression that finds traces of the same request. */
  readonly filter: string;
}

const AROUND_S = 3_600;
const OFFERED = 8;

/** Chooses a trace to compare this one with: a pasted id, or one of the same request from about the same time. */
export function CompareMenu(props: CompareMenuProps): VNode {
  return (
    <Popover label="Compare" icon="compare" title="Put another trace beside this one">
      {(close) => <Choice {...props} close={close} />}
    </Popover>
  );
}

function Choice({ id, start, filter, close }: CompareMenuProps & { readonly close: () => void }): VNode {
  const [text, setText] = useState('');
  const pasted = pastedTraceId(text);
  const choose = (other: string): void => {
    close();
    setOptions({ with: other });
  };
  return (
    <>
      <form
        class="popover-part compare-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (pasted !== undefined) choose(pasted);
        }}
      >
        <input
          class="mono"
          aria-label="The id of another trace"
          placeholder="Paste the id of another trace"
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={pasted === undefined}>
          Compare
        </button>
      </form>
      <p class="popover-part muted">Or one of the same request, within an hour of this:</p>
      <Similar id={id} start={start} filter={filter} choose={choose} />
    </>
  );
}

function Similar({
  id,
  start,
  filter,
  choose,
}: CompareMenuProps & { readonly choose: (id: string) => void }): VNode {
  const held = useResource(
    id,
    async (signal) => {
      const query = { start: start - AROUND_S, end: start + AROUND_S, filter };
      return (await fetchTraceSummaries(query, signal)).summaries.filter((other) => other.id !== id);
    },
    () => false,
  );
  const { data, error } = held.state.value;
  if (error) return <p class="popover-part muted">{error.message}</p>;
  if (data === undefined) return <p class="popover-part muted">Looking…</p>;
  if (data.length === 0) return <p class="popover-part muted">There is none.</p>;
  return (
    <ul>
      {spread(data).map((other) => (
        <li key={other.id}>
          <button type="button" class="popover-item" onClick={() => choose(other.id)}>
            <StatusMark status={summaryStatus(other)} />
            <time dateTime={isoTime(other.start)}>{dayAndTime(other.start)}</time>
            <span class="compare-duration">
              <Duration seconds={other.responseTime ?? other.duration} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A few from the fastest to the slowest, so that there is something to compare with. */
function spread(summaries: readonly TraceSummary[]): readonly TraceSummary[] {
  const sorted = summaries.toSorted((one, other) => one.duration - other.duration);
  if (sorted.length <= OFFERED) return sorted;
  return Array.from(
    { length: OFFERED },
    (_, index) => sorted[Math.round((index * (sorted.length - 1)) / (OFFERED - 1))],
  ).filter((one) => one !== undefined);
}
