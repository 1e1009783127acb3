import { effect, type Signal, signal } from '@preact/signals';

/** Light, dark, or what the system says. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'radiograph.theme';

/** The chosen theme; kept in the browser. */
export const theme: Signal<Theme> = signal(readTheme());

/** Applies the theme now and whenever it changes. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    keepTheme(theme.value);
  });
}

function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

function keepTheme(chosen: Theme): void {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // A browser that keeps nothing still shows the theme until the page is closed.
  }
}
