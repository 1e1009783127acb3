import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What takes the contenders' documents and spans, in another process than theirs: it reads them and does nothing. */
export interface Receiver {
  /** For the contenders' processes. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/** Listens on free ports: UDP for documents, HTTP for OTLP. */
export async function startReceiver(): Promise<Receiver> {
  const udp = createSocket('udp4').bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const http = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200).end());
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    environment: {
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${udp.address().port}`,
      AWS_XRAY_LOG_LEVEL: 'silent',
      BENCH_OTLP_URL: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1/traces`,
    },
    close: () => {
      udp.close();
      http.close();
      http.closeAllConnections();
    },
  };
}
