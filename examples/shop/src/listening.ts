import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Listens on a free port of this machine, tells the parent process where, and ends this process when the parent is gone,
 * so that nothing of the shop outlives the terminal it was started from.
 */
export function listen(server: Server): void {
  server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
  if (process.send !== undefined) process.once('disconnect', () => process.exit(0));
  process.once('SIGTERM', () => process.exit(0));
  process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group; the parent decides when we end
}

/** An environment variable that this process cannot do without. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`set ${name}; 'npm start' does it for you`);
  return value;
}
