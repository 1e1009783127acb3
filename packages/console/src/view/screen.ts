import { type ReadonlySignal, signal } from '@preact/signals';

const wide = window.matchMedia('(min-width: 1280px)');
const isWide = signal(wide.matches);
wide.addEventListener('change', () => {
  isWide.value = wide.matches;
});

/** Whether the window has room for a column beside the page that was not asked for. */
export const hasRoom: ReadonlySignal<boolean> = isWide;
