const HUES = 12;

/** A service's hue, 0 to 11, stable by its name: the same service has the same colour on every page and every day. */
function serviceHue(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}

/** The class that sets `--hue` to the service's colour. */
export function hueClass(name: string): string {
  return `hue-${serviceHue(name)}`;
}
