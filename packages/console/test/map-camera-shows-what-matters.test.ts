import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCamera, labelLook, READABLE_ZOOM, revealPoint, zoomCamera } from '../src/model/map-camera.js';

const screen = { width: 1000, height: 600 };
const coordinate = fc.integer({ min: -5_000, max: 5_000 });
const point = fc.record({ x: coordinate, y: coordinate });

describe('the camera of the map', () => {
  it('fits every place onto the screen, however large the map', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (places) => {
        const camera = fitCamera(places, screen);
        if (camera.zoom <= 0.1) return;
        for (const { x, y } of places) {
          expect(camera.x + x * camera.zoom).toBeGreaterThanOrEqual(0);
          expect(camera.x + x * camera.zoom).toBeLessThanOrEqual(screen.width);
          expect(camera.y + y * camera.zoom).toBeGreaterThanOrEqual(0);
          expect(camera.y + y * camera.zoom).toBeLessThanOrEqual(screen.height);
        }
      }),
      { seed: 21 },
    );
  });

  it('begins at the left edge where the whole would be too small to read', () => {
    const places = [
      { x: 0, y: 0 },
      { x: 10_000, y: 0 },
    ];
    const camera = fitCamera(places, screen, READABLE_ZOOM);
    expect(camera.zoom).toBe(READABLE_ZOOM);
    expect(camera.x).toBeGreaterThan(0);
    expect(camera.x).toBeLessThan(100);
  });

  it('keeps the point under the pointer in its place while it zooms', () => {
    const around = { x: 300, y: 200 };
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (factor) => {
        const before = { x: 40, y: -30, zoom: 0.8 };
        const after = zoomCamera(before, factor, around);
        expect((around.x - after.x) / after.zoom).toBeCloseTo((around.x - before.x) / before.zoom, 6);
        expect((around.y - after.y) / after.zoom).toBeCloseTo((around.y - before.y) / before.zoom, 6);
      }),
      { seed: 22 },
    );
  });

  it('moves only for what is not seen', () => {
    const camera = { x: 0, y: 0, zoom: 1 };
    expect(revealPoint(camera, { x: 500, y: 300 }, screen)).toBe(camera);
    expect(revealPoint(camera, { x: 1_200, y: 300 }, screen).x).toBeLessThan(-200);
  });

  it('draws names larger and leaves figures out where the map is small', () => {
    expect(labelLook(1)).toEqual({ scale: 1, withFigures: true });
    expect(labelLook(0.55)).toEqual({ scale: 1.25, withFigures: true });
    expect(labelLook(0.3)).toEqual({ scale: 1.6, withFigures: false });
  });
});
