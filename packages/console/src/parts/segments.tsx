import type { VNode } from 'preact';
import { Icon, type IconName } from './icon.js';
import './segments.css';

/** One of a few ways to see the same thing. */
export interface SegmentChoice {
  readonly key: string;
  readonly label: string;
  readonly icon?: IconName;
}

interface SegmentsProps {
  readonly choices: readonly SegmentChoice[];
  readonly chosen: string;
  readonly label: string;
  choose(key: string): void;
}

/** A row of buttons of which one is pressed. */
export function Segments({ choices, chosen, label, choose }: SegmentsProps): VNode {
  return (
    <div class="segments" role="group" aria-label={label}>
      {choices.map(({ key, label: words, icon }) => (
        <button
          key={key}
          type="button"
          class="segments-choice"
          aria-pressed={key === chosen}
          onClick={() => choose(key)}
        >
          {icon && <Icon name={icon} />}
          {words}
        </button>
      ))}
    </div>
  );
}
