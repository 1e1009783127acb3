import type { VNode } from 'preact';
import { durationText } from '../../model/quantity.js';
import { shareOf, type TimeSpan } from '../../model/time-axis.js';

interface TimeAxisProps {
  readonly ticks: readonly number[];
  readonly shown: TimeSpan;
  readonly isZoomed: boolean;
  /** The width of the column of names, in pixels. */
  readonly width: number;
  reset(): void;
  resize(width: number): void;
}

const NARROWEST = 120;
const WIDEST = 900;
const KEY_STEP = 24;

/** The head of the timeline: the columns' divider, and times over light grid lines. */
export function TimeAxis({ ticks, shown, isZoomed, width, reset, resize }: TimeAxisProps): VNode {
  return (
    <div class="axis">
      <div class="axis-names muted">
        Name
        {isZoomed && (
          <button type="button" class="axis-reset" onClick={reset}>
            Show the whole trace
          </button>
        )}
      </div>
      <div class="axis-times">
        <div class="wf-time">
          {ticks.map((tick) => (
            <div key={tick} class="axis-tick" style={{ left: `${shareOf(shown, tick) * 100}%` }}>
              <span>{durationText(tick)}</span>
            </div>
          ))}
        </div>
      </div>
      <Divider width={width} resize={resize} />
    </div>
  );
}

function Divider({ width, resize }: Pick<TimeAxisProps, 'width' | 'resize'>): VNode {
  const to = (wanted: number): void => resize(Math.min(WIDEST, Math.max(NARROWEST, Math.round(wanted))));
  return (
    <div
      class="axis-divider"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the names"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId))
          to(width + event.movementX);
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') to(width - KEY_STEP);
        else if (event.key === 'ArrowRight') to(width + KEY_STEP);
      }}
    />
  );
}
