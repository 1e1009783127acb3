import type { RefObject } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import {
  type Camera,
  fitCamera,
  READABLE_ZOOM,
  revealPoint,
  type Size,
  zoomCamera,
} from '../../model/map-camera.js';
import type { MapLayout, Point } from '../../model/map-layout.js';

/** The camera of the map and the ways to move it. */
export interface CameraControl {
  readonly camera: Camera;
  readonly isDragged: boolean;
  fit(): void;
  zoom(factor: number): void;
  /** Moves the map so far that a place on it is seen. */
  reveal(point: Point): void;
}

const CLICK_PX = 4;
const WHEEL_RATE = 0.0015;

/** Pans by drag, zooms by wheel and by two fingers. Fits all by itself until it is moved by hand. */
export function useCamera(
  place: RefObject<HTMLElement | null>,
  layout: MapLayout | undefined,
): CameraControl {
  const [camera, setCamera] = useState<Camera>({ x: 0, y: 0, zoom: 1 });
  const [isDragged, setDragged] = useState(false);
  const isMoved = useRef(false);
  const fit = useCallback(
    (least?: number) => {
      isMoved.current = false;
      if (place.current !== null && layout !== undefined)
        setCamera(fitCamera(Object.values(layout.places), sizeOf(place.current), least));
    },
    [place, layout],
  );
  const move = useCallback((change: (camera: Camera) => Camera) => {
    isMoved.current = true;
    setCamera(change);
  }, []);
  useEffect(() => fitWhenSized(place.current, () => !isMoved.current && fit(READABLE_ZOOM)), [place, fit]);
  useEffect(() => listenPointers(place.current, move, setDragged), [place, move]);
  const zoom = (factor: number): void => {
    const size = place.current === null ? { width: 0, height: 0 } : sizeOf(place.current);
    move((old) => zoomCamera(old, factor, { x: size.width / 2, y: size.height / 2 }));
  };
  const reveal = useCallback(
    (point: Point): void => {
      const element = place.current;
      if (element !== null) setCamera((old) => revealPoint(old, point, sizeOf(element)));
    },
    [place],
  );
  return { camera, isDragged, fit: () => fit(), zoom, reveal };
}

function sizeOf(element: HTMLElement): Size {
  return { width: element.clientWidth, height: element.clientHeight };
}

function fitWhenSized(element: HTMLElement | null, fit: () => void): (() => void) | undefined {
  if (element === null) return undefined;
  const observer = new ResizeObserver(fit);
  observer.observe(element);
  return () => observer.disconnect();
}

type Move = (change: (camera: Camera) => Camera) => void;

function listenPointers(
  element: HTMLElement | null,
  move: Move,
  setDragged: (isDragged: boolean) => void,
): (() => void) | undefined {
  if (element === null) return undefined;
  const control = new AbortController();
  const pointers = new Map<number, Point>();
  let travelled = 0;
  const options = { signal: control.signal };
  const end = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
    if (pointers.size === 0) setDragged(false);
  };
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      move((camera) =>
        zoomCamera(camera, Math.exp(-event.deltaY * lines * WHEEL_RATE), within(element, event)),
      );
    },
    { ...options, passive: false },
  );
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      travelled = 0;
      pointers.set(event.pointerId, within(element, event));
    },
    options,
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const now = within(element, event);
      travelled += Math.hypot(now.x - before.x, now.y - before.y);
      if (travelled < CLICK_PX) return;
      element.setPointerCapture(event.pointerId);
      setDragged(true);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, now);
      move((camera) => (other ? pinched(camera, other, before, now) : panned(camera, before, now)));
    },
    options,
  );
  element.addEventListener('pointerup', end, options);
  element.addEventListener('pointercancel', end, options);
  return () => control.abort();
}

function within(element: HTMLElement, event: MouseEvent): Point {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function panned(camera: Camera, from: Point, to: Point): Camera {
  return { ...camera, x: camera.x + to.x - from.x, y: camera.y + to.y - from.y };
}

function pinched(camera: Camera, fixed: Point, from: Point, to: Point): Camera {
  const before = Math.hypot(from.x - fixed.x, from.y - fixed.y);
  const after = Math.hypot(to.x - fixed.x, to.y - fixed.y);
  return before > 0 ? zoomCamera(camera, after / before, fixed) : camera;
}
