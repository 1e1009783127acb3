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

/** Below this zoom names can no longer be read. */
export const READABLE_ZOOM = 0.5;

/**
 * The camera that shows all places, centred, not larger than is pleasant. With `least` a map too large for the screen is shown
 * at that zoom from its left edge instead, where requests come in.
 */
export function fitCamera(places: readonly Point[], screen: Size, least = 0): Camera {
  if (places.length === 0) return { x: 0, y: 0, zoom: 1 };
  const left = Math.min(...places.map((place) => place.x)) - NODE_BOX.width / 2;
  const right = Math.max(...places.map((place) => place.x)) + NODE_BOX.width / 2;
  const top = Math.min(...places.map((place) => place.y)) - NODE_BOX.height / 2;
  const bottom = Math.max(...places.map((place) => place.y)) + NODE_BOX.height / 2;
  const across = (screen.width - 2 * MARGIN) / (right - left);
  const down = (screen.height - 2 * MARGIN) / (bottom - top);
  const zoom = clamp(Math.max(Math.min(across, down, ZOOM.fit), least));
  return {
    zoom,
    x: zoom > across ? MARGIN - left * zoom : screen.width / 2 - ((left + right) / 2) * zoom,
    y: screen.height / 2 - ((top + bottom) / 2) * zoom,
  };
}

/** How labels are drawn at a zoom: how much larger than the map around them, and whether figures have room below names. */
export interface LabelLook {
  readonly scale: number;
  readonly withFigures: boolean;
}

/** Labels shrink slower than the map: a little while both lines have room, more once only names are left. */
export function labelLook(zoom: number): LabelLook {
  const withFigures = zoom >= READABLE_ZOOM;
  const scale = Math.min(withFigures ? 1.25 : 1.6, Math.max(1, 0.8 / zoom));
  // In steps, so that labels are not drawn anew with every turn of the wheel.
  return { withFigures, scale: Math.round(scale * 20) / 20 };
}

/** The camera after zooming by a factor around a point of the screen, which keeps its place. */
export function zoomCamera(camera: Camera, factor: number, around: Point): Camera {
  const zoom = clamp(camera.zoom * factor);
  const scale = zoom / camera.zoom;
  return { zoom, x: around.x - (around.x - camera.x) * scale, y: around.y - (around.y - camera.y) * scale };
}

/** The camera moved just so far that a point is seen, with room for a node around it; the same camera where it is seen already. */
export function revealPoint(camera: Camera, point: Point, screen: Size): Camera {
  const x = shiftInto(camera.x + point.x * camera.zoom, (NODE_BOX.width / 2) * camera.zoom, screen.width);
  const y = shiftInto(camera.y + point.y * camera.zoom, (NODE_BOX.height / 2) * camera.zoom, screen.height);
  return x === 0 && y === 0 ? camera : { ...camera, x: camera.x + x, y: camera.y + y };
}

function shiftInto(at: number, room: number, length: number): number {
  if (at < room) return room - at;
  return at > length - room ? length - room - at : 0;
}

function clamp(zoom: number): number {
  return Math.min(ZOOM.most, Math.max(ZOOM.least, zoom));
}
