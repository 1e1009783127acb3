import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { PACKED_DATAGRAM_HEADER, type TraceDocument } from '@radiograph/protocol';

/** A daemon that only listens: keeps the documents that arrive, and the text of each datagram. */
export interface UdpReceiver {
  readonly address: string;
  readonly datagrams: string[];
  readonly documents: TraceDocument[];
  /** Resolves when so many documents have arrived. */
  received(count: number): Promise<TraceDocument[]>;
  close(): void;
}

/** Listens on a free port, or on the given one. */
export async function listenUdp(host = '127.0.0.1', port = 0): Promise<UdpReceiver> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const datagrams: string[] = [];
  const documents: TraceDocument[] = [];
  let open = true;
  socket.on('message', (bytes) => {
    const text = bytes.toString();
    datagrams.push(text);
    const rest = text.slice(text.indexOf('\n') + 1);
    const texts = text.startsWith(PACKED_DATAGRAM_HEADER) ? rest.split('\n') : [rest];
    documents.push(...texts.map((one) => JSON.parse(one)));
  });
  await new Promise<void>((bound) => socket.bind(port, host, bound));
  const { port: bound } = socket.address() as AddressInfo;
  return {
    address: host.includes(':') ? `[${host}]:${bound}` : `${host}:${bound}`,
    datagrams,
    documents,
    received: (count) =>
      until(
        () => documents.length >= count,
        () => `${documents.length} of ${count} documents arrived`,
      ).then(() => documents),
    close: () => {
      if (open) socket.close();
      open = false;
    },
  };
}

/** Waits until something holds, for at most five seconds. */
export async function until(holds: () => boolean, otherwise: () => string): Promise<void> {
  for (const deadline = Date.now() + 5000; !holds(); ) {
    if (Date.now() > deadline) throw new Error(otherwise());
    await new Promise((resume) => setTimeout(resume, 5));
  }
}
