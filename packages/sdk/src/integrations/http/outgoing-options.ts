import { matchesAny } from './incoming-options.js';

/** What integrations for outgoing calls can be told. Given again, by `captureHttp` or `captureFetch`, they replace the former ones. */
export interface OutgoingOptions {
  /** Records connecting (DNS, TCP, TLS), sending and waiting as subsegments of each call; left out: `false`. */
  readonly phases?: boolean;
  /** Whether the services called record traces too, which X-Ray then waits for: all, or the hosts that patterns (`*`, `?`) name. */
  readonly traced?: boolean | string | readonly string[];
  /** Calls to hosts that these patterns (`*`, `?`) name are left alone: no subsegment, no header. */
  readonly ignore?: string | readonly string[];
}

/** Whether the service at `host` is said to record its part of the trace. */
export function isTraced(host: string, { traced = false }: OutgoingOptions): boolean {
  return typeof traced === 'boolean' ? traced : matchesAny(traced, host);
}

/** Whether calls to `host` are left alone. */
export function isLeftAlone(host: string, { ignore }: OutgoingOptions): boolean {
  return ignore !== undefined && matchesAny(ignore, host);
}
