import { list, members, texts } from './reading.js';

/** What the service says while it is listened to. */
export interface LiveListener {
  /** Traces have changed; an empty list where the service names none. */
  changed(traceIds: readonly string[]): void;
  /** Whether events come; while they do not, the page polls. */
  connected(isConnected: boolean): void;
}

const REOPEN_MS = 5_000;

/**
 * Listens to the service's events. The browser reconnects by itself after a break; where it gives up, because the
 * service refused, this opens the stream anew every few seconds. Gives a function that ends it.
 */
export function listenLive(listener: LiveListener): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source = open();
  function open(): EventSource {
    const opened = new EventSource('/radiograph/v1/live');
    const onChange = (event: MessageEvent): void => listener.changed(readChange(event.data));
    opened.addEventListener('trace', onChange);
    opened.addEventListener('graph', onChange);
    opened.addEventListener('open', () => listener.connected(true));
    opened.addEventListener('error', () => {
      listener.connected(false);
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(() => {
        source = open();
      }, REOPEN_MS);
    });
    return opened;
  }
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** The trace ids that an event's data names, in either spelling. */
function readChange(data: unknown): readonly string[] {
  try {
    const change = members(JSON.parse(String(data)));
    return texts(list(change['traceIds']));
  } catch {
    return [];
  }
}
