import { SdkError } from '../sdk-error.js';

/** Where the daemon listens: segments go to `udp`, sampling rules come from `tcp`. */
export interface DaemonAddress {
  readonly udp: Endpoint;
  readonly tcp: Endpoint;
}

/** A host name or address, without the brackets of IPv6, and a port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where X-Ray's daemon and `radiograph start` listen unless told otherwise. */
export const DEFAULT_DAEMON_ADDRESS: string = '127.0.0.1:2000';

const FORMS = "'host:port', '[ipv6]:port' or 'udp:host:port tcp:host:port'";

/**
 * Reads `host:port`, or `udp:host:port tcp:host:port` in either order. Hosts are names, IPv4 addresses, or IPv6 addresses
 * in brackets; names are resolved later.
 *
 * @throws SdkError `sdk/invalid-daemon-address`
 */
export function parseDaemonAddress(text: string): DaemonAddress {
  const whole = text.trim();
  const start = whole.slice(0, 4).toLowerCase();
  const pieces = start === 'udp:' || start === 'tcp:' ? whole.split(/\s+/) : [whole];
  if (pieces.length === 1) {
    const endpoint = parseEndpoint(whole, text);
    return { udp: endpoint, tcp: endpoint };
  }
  const udp = pieces.find((piece) => piece.toLowerCase().startsWith('udp:'));
  const tcp = pieces.find((piece) => piece.toLowerCase().startsWith('tcp:'));
  if (pieces.length !== 2 || udp === undefined || tcp === undefined) throw invalid(text, `write ${FORMS}`);
  return { udp: parseEndpoint(udp.slice(4), text), tcp: parseEndpoint(tcp.slice(4), text) };
}

function parseEndpoint(piece: string, whole: string): Endpoint {
  const match = /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([^:[\]\s/]+)):(\d{1,5})$/.exec(piece);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined) throw invalid(whole, `write ${FORMS}`);
  if (port < 1 || port > 65_535) throw invalid(whole, 'the port must be between 1 and 65535');
  return { host, port };
}

function invalid(text: string, advice: string): SdkError {
  return new SdkError(
    'sdk/invalid-daemon-address',
    `'${text.slice(0, 100)}' is not a daemon address; ${advice}`,
  );
}
