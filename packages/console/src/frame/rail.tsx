import type { VNode } from 'preact';
import { Icon, type IconName } from '../parts/icon.js';
import { hrefTo, view } from '../view/address.js';
import type { Route } from '../view/route.js';
import { type Theme, theme } from '../view/theme.js';

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

const NAMES: Readonly<Record<Theme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' };

/** The pages of the console, at the left edge. */
export function Rail({ showKeys }: { readonly showKeys: () => void }): VNode {
  const { page } = view.value.route;
  return (
    <nav class="rail" aria-label="Pages">
      <svg class="rail-mark" viewBox="0 0 32 32" fill="none" stroke-width="4" aria-hidden="true">
        <path stroke="var(--accent)" d="M16 4a12 12 0 1 1-11.4 8.3" />
        <path stroke="var(--fault)" d="M6.2 9.1A12 12 0 0 1 12.3 4.6" />
        <circle cx="16" cy="16" r="3.5" fill="var(--accent)" />
      </svg>
      <RailLink route={{ page: 'map' }} icon="map" label="Map" isCurrent={page === 'map'} />
      <RailLink
        route={{ page: 'traces' }}
        icon="traces"
        label="Traces"
        isCurrent={page === 'traces' || page === 'trace'}
      />
      <RailLink
        route={{ page: 'exceptions' }}
        icon="exceptions"
        label="Exceptions"
        isCurrent={page === 'exceptions'}
      />
      <RailLink
        route={{ page: 'analytics' }}
        icon="analytics"
        label="Analytics"
        isCurrent={page === 'analytics'}
      />
      <RailLink
        route={{ page: 'sampling' }}
        icon="sampling"
        label="Sampling"
        isCurrent={page === 'sampling'}
      />
      <RailLink route={{ page: 'groups' }} icon="groups" label="Groups" isCurrent={page === 'groups'} />
      <button type="button" class="rail-link rail-foot rail-keys" title="Keys (?)" onClick={showKeys}>
        <Icon name="keyboard" />
        Keys
      </button>
      <ThemeButton />
    </nav>
  );
}

interface RailLinkProps {
  readonly route: Route;
  readonly icon: IconName;
  readonly label: string;
  readonly isCurrent: boolean;
}

function RailLink({ route, icon, label, isCurrent }: RailLinkProps): VNode {
  return (
    <a class="rail-link" href={hrefTo(route)} aria-current={isCurrent ? 'page' : undefined}>
      <Icon name={icon} />
      {label}
    </a>
  );
}

function ThemeButton(): VNode {
  const chosen = theme.value;
  return (
    <button
      type="button"
      class="rail-link"
      title={`Theme: ${chosen}. Press for ${NEXT_THEME[chosen]}.`}
      aria-label={`Theme: ${NAMES[chosen]}`}
      onClick={() => {
        theme.value = NEXT_THEME[chosen];
      }}
    >
      <Icon name={chosen === 'dark' ? 'moon' : chosen === 'light' ? 'sun' : 'system'} />
      {NAMES[chosen]}
    </button>
  );
}
