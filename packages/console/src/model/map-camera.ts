import { NODE_BOX, type Point } from './map-layout.js';

/** Where the map is seen from: its origin on the screen in pixels, and its zoom. */
export interface Camera extends Point {
  readonly zoom: number;
}

/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const ZOOM = { least: 0.1, most: 2.5, fit: 1.25 } as const;
const MARGIN = 24;

/** The camera that shows all places, centred, not larger than is pleasant. */
export function fitCamera(places: readonly Point[], screen: Size): Camera {
  if (places.length === 0) return { x: 0, y: 0, zoom: 1 };
  const left = Math.min(...places.map((place) => place.x)) - NODE_BOX.width / 2;
  const right = Math.max(...places.map((place) => place.x)) + NODE_BOX.width / 2;
  const top = Math.min(...places.map((place) => place.y)) - NODE_BOX.height / 2;
  const bottom = Math.max(...places.map((place) => place.y)) + NODE_BOX.height / 2;
  const across = (screen.width - 2 * MARGIN) / (right - left);
  const down = (screen.height - 2 * MARGIN) / (bottom - top);
  const zoom = clamp(Math.min(across, down, ZOOM.fit));
  return {
    zoom,
    x: screen.width / 2 - ((left + right) / 2) * zoom,
    y: screen.height / 2 - ((top + bottom) / 2) * zoom,
  };
}

/** The camera after zooming by a factor around a point of the screen, which keeps its place. */
export function zoomCamera(camera: Camera, factor: number, around: Point): Camera {
  const zoom = clamp(camera.zoom * factor);
  const scale = zoom / camera.zoom;
  return { zoom, x: around.x - (around.x - camera.x) * scale, y: around.y - (around.y - camera.y) * scale };
}

function clamp(zoom: number): number {
  return Math.min(ZOOM.most, Math.max(ZOOM.least, zoom));
}
