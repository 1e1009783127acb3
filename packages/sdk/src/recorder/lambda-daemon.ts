import type { Endpoint } from '../emitter/daemon-address.js';

/** The daemon that Lambda runs beside a function; `undefined` where there is none, or documents are to go to another. */
export function lambdaDaemon(env: NodeJS.ProcessEnv): Endpoint | undefined {
  const host = env['_AWS_XRAY_DAEMON_ADDRESS'];
  if (host === undefined) return undefined;
  const port = env['_AWS_XRAY_DAEMON_PORT'] ?? '2000';
  const address = `${host}:${port}`;
  return (env['AWS_XRAY_DAEMON_ADDRESS'] ?? address) === address ? { host, port: Number(port) } : undefined;
}
