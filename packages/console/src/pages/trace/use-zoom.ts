import { useMemo } from 'preact/hooks';
import type { TimeSpan } from '../../model/time-axis.js';
import { readZoom, writeZoom } from '../../model/timeline-state.js';
import { setOptions, view } from '../../view/address.js';

/** The stretch of time that is zoomed to, and the way to change it. The address holds it. */
export interface Zoom {
  /** Undefined while the whole trace is shown. */
  readonly zoomed: TimeSpan | undefined;
  zoom(span: TimeSpan | undefined): void;
}

/** The zoom that the address names, within a trace's span. */
export function useZoom(span: TimeSpan): Zoom {
  const text = view.value.options.zoom;
  const zoomed = useMemo(() => readZoom(text, span), [text, span]);
  return { zoomed, zoom: (to) => setOptions({ zoom: writeZoom(to) }, 'replace') };
}
