import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { instantOf, type Zone } from '../model/clock-time.js';
import { formatSpan, rangeText, resolveRange, type TimeRange } from '../model/time-range.js';
import { Icon } from '../parts/icon.js';
import { useDismiss } from '../parts/use-dismiss.js';
import { show, view } from '../view/address.js';
import { chooseZone, day, timeOfDay, zone } from '../view/clock.js';
import './range-menu.css';

const SPANS: readonly (readonly [number, string])[] = [
  [300, '5 minutes'],
  [900, '15 minutes'],
  [3_600, '1 hour'],
  [6 * 3_600, '6 hours'],
  [86_400, '1 day'],
  [7 * 86_400, '7 days'],
  [30 * 86_400, '30 days'],
];

/** The button that shows the time range, with the menu that changes it. */
export function RangeMenu(): VNode {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useDismiss(place, isOpen, () => setOpen(false));
  const { range } = view.value;
  const choose = (chosen: TimeRange): void => {
    setOpen(false);
    show({ range: chosen, live: chosen.kind === 'since' });
  };
  return (
    <div class="range" ref={place}>
      <button
        type="button"
        class="button"
        aria-haspopup="true"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="clock" />
        {rangeText(range, shortInstant)}
      </button>
      {isOpen && <RangePanel range={range} choose={choose} />}
    </div>
  );
}

interface RangePanelProps {
  readonly range: TimeRange;
  choose(range: TimeRange): void;
}

function RangePanel({ range, choose }: RangePanelProps): VNode {
  return (
    <div class="range-panel" role="group" aria-label="Time range">
      <ul class="range-spans">
        {SPANS.map(([seconds, words]) => (
          <li key={seconds}>
            <button
              type="button"
              class="range-span"
              aria-current={range.kind === 'since' && range.seconds === seconds ? 'true' : undefined}
              onClick={() => choose({ kind: 'since', seconds })}
            >
              <span>Last {words}</span>
              <span class="muted mono">{formatSpan(seconds)}</span>
            </button>
          </li>
        ))}
      </ul>
      <FixedRange key={zone.value} range={range} choose={choose} />
      <ZoneChoice />
    </div>
  );
}

function FixedRange({ range, choose }: RangePanelProps): VNode {
  const shown = resolveRange(range, Date.now() / 1000);
  const [from, setFrom] = useState(localInput(shown.start));
  const [to, setTo] = useState(localInput(shown.end));
  const start = instantOf(from, zone.value);
  const end = instantOf(to, zone.value);
  const isValid = start < end;
  return (
    <form
      class="range-fixed"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) choose({ kind: 'between', from: start, to: end });
      }}
    >
      <label>
        From
        <input
          type="datetime-local"
          step="1"
          value={from}
          onInput={(event) => setFrom(event.currentTarget.value)}
        />
      </label>
      <label>
        To
        <input
          type="datetime-local"
          step="1"
          value={to}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button" disabled={!isValid}>
        Show this window
      </button>
    </form>
  );
}

const ZONES: readonly (readonly [Zone, string])[] = [
  ['local', 'Local time'],
  ['utc', 'UTC'],
];

function ZoneChoice(): VNode {
  return (
    <div class="range-zone" role="group" aria-label="Show times in">
      {ZONES.map(([name, words]) => (
        <button
          key={name}
          type="button"
          class="button"
          aria-pressed={zone.value === name}
          onClick={() => chooseZone(name)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

function localInput(epochS: number): string {
  return `${day(epochS)}T${timeOfDay(epochS).slice(0, 8)}`;
}

function shortInstant(epochS: number): string {
  return `${day(epochS).slice(5)} ${timeOfDay(epochS).slice(0, 8)}`;
}
