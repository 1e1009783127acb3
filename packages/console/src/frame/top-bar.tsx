import type { VNode } from 'preact';
import { FilterBox } from '../parts/filter-box/filter-box.js';
import { view } from '../view/address.js';
import { liveState } from '../view/live.js';
import { RangeMenu } from './range-menu.js';
import { switchLive } from './use-global-keys.js';

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
      onClick={switchLive}
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
