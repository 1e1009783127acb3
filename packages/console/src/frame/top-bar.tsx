import type { VNode } from 'preact';
import { DEFAULT_RANGE } from '../model/time-range.js';
import { FilterBox } from '../parts/filter-box/filter-box.js';
import { show, view } from '../view/address.js';
import { liveState } from '../view/live.js';
import { RangeMenu } from './range-menu.js';

/** Filter, time range and live switch: the same on every page. */
export function TopBar(): VNode {
  return (
    <header class="bar">
      <FilterBox />
      <RangeMenu />
      <LiveSwitch />
    </header>
  );
}

function LiveSwitch(): VNode {
  const isLive = view.value.live;
  const state = liveState.value;
  return (
    <button
      type="button"
      class={`button live ${state === 'polling' ? 'is-polling' : ''}`}
      aria-pressed={isLive}
      title={isLive ? liveTitle(state) : 'Follow what arrives'}
      onClick={() => {
        const { range } = view.peek();
        show({ live: !isLive, range: range.kind === 'between' && !isLive ? DEFAULT_RANGE : range });
      }}
    >
      <span class="live-dot" aria-hidden="true" />
      Live
    </button>
  );
}

function liveTitle(state: string): string {
  return state === 'polling'
    ? 'Asking the service every three seconds; it sends no events just now'
    : 'Following what arrives';
}
