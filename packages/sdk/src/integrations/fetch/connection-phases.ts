import type { CallPhases } from '../http/call-phases.js';
import { followNextSocket } from './next-socket.js';

/** What undici tells of a connection that it opens: where to, but not for which request. */
interface Connecting {
  readonly connectParams: { readonly protocol: string; readonly host: string; readonly hostname?: string };
  readonly error?: unknown;
}

/**
 * Joins the connections that undici opens with the calls that wait for one: the youngest call to the same origin that has
 * none yet is the one that a new connection was opened for. The steps of connecting are those of its socket.
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
    const phases = this.#youngest(message, false);
    if (phases === undefined) return;
    phases.begin('connect');
    const { host, hostname = host, protocol } = (message as Connecting).connectParams;
    followNextSocket({ host: hostname.replace(/^\[|\]$/g, ''), isSecure: protocol === 'https:', phases });
  }

  onConnected(message: unknown): void {
    const phases = this.#youngest(message, true);
    for (const phase of ['tls', 'dial', 'dns', 'connect'] as const)
      phases?.end(phase, (message as Connecting).error);
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
