import type { CallPhases } from '../http/call-phases.js';

/** What undici tells of a connection that it opens: where to, but not for which request. */
interface Connecting {
  readonly connectParams: { readonly protocol: string; readonly host: string };
  readonly error?: unknown;
}

/**
 * Joins the connections that undici opens with the calls that wait for one: the youngest call to the same origin that has
 * none yet is the one that a new connection was opened for. undici connects by DNS, TCP and TLS in one step.
 */
export class ConnectionPhases {
  readonly #waiting: Map<CallPhases, string> = new Map();

  wait(origin: string, phases: CallPhases): void {
    this.#waiting.set(phases, origin);
  }

  forget(phases: CallPhases): void {
    this.#waiting.delete(phases);
  }

  onConnecting(message: unknown): void {
    this.#youngest(message, false)?.begin('connect');
  }

  onConnected(message: unknown): void {
    this.#youngest(message, true)?.end('connect', (message as Connecting).error);
  }

  #youngest(message: unknown, isConnecting: boolean): CallPhases | undefined {
    const params = (message as Partial<Connecting>).connectParams;
    if (params === undefined) return undefined;
    const origin = `${params.protocol}//${params.host}`;
    return [...this.#waiting]
      .reverse()
      .find(([phases, to]) => to === origin && phases.isOpen('connect') === isConnecting)?.[0];
  }
}
