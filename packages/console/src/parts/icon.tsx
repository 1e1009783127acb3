import type { VNode } from 'preact';

const PATHS = {
  map: 'M5 8a2 2 0 1 1 0 .01M15 4a2 2 0 1 1 0 .01M15 14a2 2 0 1 1 0 .01M7 9l6-3.6M7 9.3l6.2 4',
  traces: 'M3 4.5h9M6 9.5h8M9 14.5h8',
  exceptions: 'M10 3.5l7 12.5H3zM10 8.5v3.5M10 14v.01',
  analytics: 'M3.5 3.5v13h13M7 13.5V9M10.5 13.5V6M14 13.5v-3',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5v.01M8.5 8.5v.01M11.5 8.5v.01M14.5 8.5v.01M6.5 11.8h7',
  sampling: 'M3 5.5h14M5.5 10h9M8 14.5h4',
  groups: 'M3 3.5h6v6H3zM11 3.5h6v6h-6zM3 11.5h6v5H3zM11 11.5h6v5h-6z',
  clock: 'M10 3a7 7 0 1 0 .01 0M10 6.5V10l2.5 1.8',
  close: 'M5 5l10 10M15 5L5 15',
  copy: 'M7 7h9v9H7zM13 7V4H4v9h3',
  check: 'M4 10.5l4 4 8-9',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  fit: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  table: 'M3.5 5h13v10h-13zM3.5 8.5h13M8 8.5V15',
  flame: 'M3 4.5h14v3H3zM5 9.5h8v3H5zM6 14.5h4v3H6z',
  compare: 'M7 4v12M3.5 12.5L7 16l3.5-3.5M13 16V4M9.5 7.5L13 4l3.5 3.5',
  search: 'M9 3.5a5.5 5.5 0 1 0 .01 0M13 13l4 4',
  link: 'M8.5 11.5a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 0 0-4.2-4.2L10 5.8M11.5 8.5a3 3 0 0 0-4.2 0l-2.6 2.6a3 3 0 0 0 4.2 4.2L10 14.2',
  up: 'M5 12l5-5 5 5',
  download: 'M10 3.5v9M6 9l4 4 4-4M3.5 16.5h13',
  columns: 'M3.5 4.5h13v11h-13zM8 4.5v11M12.5 4.5v11',
  chart: 'M3.5 16.5h13M5 14V9M9 14V5M13 14v-4',
  down: 'M5 8l5 5 5-5',
  right: 'M8 5l5 5-5 5',
  sun: 'M10 6.5a3.5 3.5 0 1 0 .01 0M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16 12.2A6.5 6.5 0 0 1 7.8 4 6.5 6.5 0 1 0 16 12.2z',
  system: 'M3 4.5h14v9H3zM7.5 16.5h5M10 13.5v3',
  user: 'M10 4a3 3 0 1 0 .01 0M4.5 16.5c.6-3 2.7-4.5 5.5-4.5s4.9 1.5 5.5 4.5',
  tag: 'M3.5 4v5.5l7 7 5.5-5.5-7-7zM6.8 7.2v.01',
  filter: 'M3 5h14l-5.5 6.2V16l-3-1.5v-3.3z',
  person: 'M10 3.5a3 3 0 1 0 .01 0M3.5 17c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5',
  service: 'M10 2.5l6.5 3.7v7.5L10 17.5l-6.5-3.8V6.2zM10 10v7.4M10 10l6.4-3.7M10 10L3.6 6.3',
  globe: 'M10 3a7 7 0 1 0 .01 0M3 10h14M10 3c2 2 3 4.3 3 7s-1 5-3 7M10 3c-2 2-3 4.3-3 7s1 5 3 7',
  database:
    'M4 5.5C4 4.1 6.7 3 10 3s6 1.1 6 2.5S13.3 8 10 8 4 6.9 4 5.5zM4 5.5v9C4 15.9 6.7 17 10 17s6-1.1 6-2.5v-9M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5',
  queue: 'M3 6h3v8H3zM8.5 6h3v8h-3zM14 6h3v8h-3z',
  topic: 'M4 10h4M8 10l5-5M8 10h6M8 10l5 5M15 4.5v.01M16 10v.01M15 15.5v.01',
  lambda: 'M6 4h2.2l5.8 12.5M9.6 9L5.5 16.5',
  bucket: 'M4 5h12l-1.6 11.5H5.6zM4 5c0 1 2.7 1.6 6 1.6S16 6 16 5',
  cloud: 'M6 15.5a3.5 3.5 0 0 1-.4-7 4.7 4.7 0 0 1 9-.6A3.8 3.8 0 0 1 14 15.5z',
} as const;

/** The names of the drawings. */
export type IconName = keyof typeof PATHS;

/** A small line drawing, beside words or inside a labelled button; readers do not hear it. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The path data of a drawing on a field of 20 × 20, for use inside another drawing. */
export function iconPath(name: IconName): string {
  return PATHS[name];
}
