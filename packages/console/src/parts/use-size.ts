import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Size } from '../model/map-camera.js';

/** The inner size of an element in pixels, followed as it changes; zero until it is known. */
export function useSize(place: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [place]);
  return size;
}
