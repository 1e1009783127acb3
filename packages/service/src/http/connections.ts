import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Knows the open connections of a server and how many requests each is serving. Node's own notion of an idle connection leaves
 * out those that have not sent a request yet, as browsers open them in advance, and they would hold up the end.
 */
export class Connections {
  readonly #inFlight = new Map<Socket, number>();
  #ending = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#inFlight.set(socket, 0);
      socket.once('close', () => this.#inFlight.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.#count(socket, 1);
      response.once('close', () => this.#count(socket, -1));
    });
  }

  /** Closes the connections that serve no request now, and each of the others once it serves none. */
  end(): void {
    this.#ending = true;
    for (const [socket, requests] of this.#inFlight) if (requests === 0) socket.destroy();
  }

  #count(socket: Socket, change: 1 | -1): void {
    const requests = (this.#inFlight.get(socket) ?? 0) + change;
    if (!socket.destroyed) this.#inFlight.set(socket, requests);
    if (this.#ending && requests === 0) socket.destroySoon();
  }
}
