import { effect, type Signal, signal } from '@preact/signals';
import { keep, readKept } from './kept.js';

/** Light, dark, or what the system says. */
export type Theme = 'system' | 'light' | 'dark';

/** The chosen theme; kept in the browser. */
export const theme: Signal<Theme> = signal(readTheme());

/** Applies the theme now and whenever it changes. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    keep('theme', theme.value);
  });
}

function readTheme(): Theme {
  const kept = readKept('theme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
