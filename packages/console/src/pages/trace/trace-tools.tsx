import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { countText } from '../../model/quantity.js';
import { Icon } from '../../parts/icon.js';
import { type SegmentChoice, Segments } from '../../parts/segments.js';
import { setOptions, view } from '../../view/address.js';

interface TraceToolsProps {
  /** Ids of what was found, in the order of the timeline; undefined while nothing is searched for. */
  readonly matches: readonly string[] | undefined;
  /** Where the selection stands among them, from 1; 0 where it is none of them. */
  readonly place: number;
  step(by: 1 | -1): void;
}

const VIEWS: readonly SegmentChoice[] = [
  { key: '', label: 'Timeline', icon: 'traces' },
  { key: 'flame', label: 'Flame chart', icon: 'flame' },
  { key: 'map', label: 'Map', icon: 'map' },
];

/** The ways to see a trace, and the search within it. */
export function TraceTools({ matches, place, step }: TraceToolsProps): VNode {
  const { as = '', find = '' } = view.value.options;
  const input = useRef<HTMLInputElement>(null);
  useFindKeys(input, step);
  return (
    <div class="trace-tools">
      <Segments
        label="Show the trace as"
        choices={VIEWS}
        chosen={VIEWS.some(({ key }) => key === as) ? as : ''}
        choose={(key) => setOptions({ as: key })}
      />
      <search class="trace-find">
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          aria-label="Find in this trace"
          placeholder="Find in this trace"
          spellcheck={false}
          autocomplete="off"
          value={find}
          onInput={(event) => setOptions({ find: event.currentTarget.value }, 'replace')}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
            else if (event.key === 'Escape') setOptions({ find: '' }, 'replace');
            else return;
            event.preventDefault();
          }}
        />
        <span class="muted trace-found" role="status">
          {matches && foundWords(matches.length, place)}
        </span>
        {matches !== undefined && (
          <>
            <StepButton label="Previous match (N)" icon="up" step={() => step(-1)} />
            <StepButton label="Next match (n)" icon="down" step={() => step(1)} />
          </>
        )}
      </search>
    </div>
  );
}

function StepButton({
  label,
  icon,
  step,
}: {
  readonly label: string;
  readonly icon: 'up' | 'down';
  readonly step: () => void;
}): VNode {
  return (
    <button type="button" class="button quiet square" title={label} aria-label={label} onClick={step}>
      <Icon name={icon} />
    </button>
  );
}

function foundWords(count: number, place: number): string {
  if (count === 0) return 'nothing found';
  return place > 0 ? `${countText(place)} of ${countText(count)}` : `${countText(count)} found`;
}

/** `f` goes to the search, `n` and `N` from match to match, wherever the focus is outside of a field. */
function useFindKeys(input: { readonly current: HTMLInputElement | null }, step: (by: 1 | -1) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('input, textarea, select') !== null) return;
      if (event.key === 'f') {
        input.current?.focus();
        input.current?.select();
      } else if (event.key === 'n') step(1);
      else if (event.key === 'N') step(-1);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [input, step]);
}
