import { type LayoutRequest, layoutMap } from './map-layout.js';

/** Lays out maps off the page's thread. One answer per message, with the message's number. */
self.addEventListener(
  'message',
  (event: MessageEvent<{ readonly number: number; readonly request: LayoutRequest }>) => {
    self.postMessage({ number: event.data.number, layout: layoutMap(event.data.request) });
  },
);
