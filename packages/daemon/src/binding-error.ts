import { DaemonError, type DaemonErrorCode } from './daemon-error.js';
import type { BindAddress } from './intake-socket.js';

interface Explanation {
  readonly code: DaemonErrorCode;
  readonly explain: (where: string) => string;
}

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  EADDRINUSE: {
    code: 'daemon/port-taken',
    explain: (where) =>
      `UDP ${where} is taken; another Radiograph or an X-Ray daemon may hold it. Stop that one or choose another port`,
  },
  EADDRNOTAVAIL: {
    code: 'daemon/address-unavailable',
    explain: (where) =>
      `this machine has no address to bind UDP ${where}; give one of its own, such as 127.0.0.1`,
  },
  EACCES: {
    code: 'daemon/not-permitted',
    explain: (where) => `binding UDP ${where} is not permitted; choose a port of 1024 or above`,
  },
};

/** Turns a system error of binding a socket into one that says what to do. */
export function bindingError(
  failure: { readonly code: string; readonly message: string },
  bind: BindAddress,
): DaemonError {
  const where = bind.family === 6 ? `[${bind.address}]:${bind.port}` : `${bind.address}:${bind.port}`;
  const known = EXPLANATIONS[failure.code];
  if (known !== undefined) return new DaemonError(known.code, known.explain(where));
  return new DaemonError('daemon/socket-failed', `UDP ${where} could not be bound: ${failure.message}`);
}
