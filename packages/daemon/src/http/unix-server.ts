import { once } from 'node:events';
import { lstat, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { DaemonError } from '../daemon-error.js';
import { answerError } from '../proxy/http-message.js';

/** The daemon's unix socket. */
export interface UnixServer {
  readonly path: string;
  /** Takes no more requests, lets those under way end for at most `withinMs`, and removes the socket. */
  close(withinMs: number): Promise<void>;
}

/**
 * Takes documents by HTTP at a unix socket: `POST /TraceSegments` and nothing else. A socket that a process left behind is replaced; one that is
 * listened at is not. Who may write to it is decided by the rights of its folder.
 *
 * @throws DaemonError `daemon/port-taken`, `daemon/socket-failed`
 */
export async function startUnixServer(
  path: string,
  take: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<UnixServer> {
  if (await isListenedAt(path))
    throw new DaemonError('daemon/port-taken', `something listens at the unix socket ${path} already`);
  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/TraceSegments') void take(request, response);
    else answerError(response, 404, 'UnknownOperationException', 'POST /TraceSegments is all there is here');
  });
  server.requestTimeout = 30_000;
  server.on('clientError', (_error, socket) => socket.destroy());
  try {
    server.listen(path);
    await once(server, 'listening');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DaemonError('daemon/socket-failed', `the unix socket ${path} cannot be made: ${reason}`, {
      cause,
    });
  }
  return {
    path,
    async close(withinMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), withinMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** Removes what a process that is gone has left; a file that is no socket is somebody's, and binding then fails. */
async function isListenedAt(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSocket() !== true) return false;
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') await rm(path, { force: true });
    return false;
  } finally {
    socket.destroy();
  }
}
