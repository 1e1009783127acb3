import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** How to ask a metadata service. */
export interface MetadataRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The certificates to trust, for `https:`. */
  readonly ca?: Buffer;
}

const TIMEOUT_MS = 1000;
const MAX_BYTES = 256 * 1024;

/**
 * Asks a metadata service, within a second, without keeping the process alive.
 *
 * @throws when there is no answer in time, or one that is not 200
 */
export function askMetadata(url: string, options: MetadataRequest = {}): Promise<string> {
  return new Promise((answered, failed) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    const outgoing = request(
      url,
      { ...options, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MAX_BYTES) response.destroy(new Error(`the answer of ${url} is too long`));
        });
        response.on('error', failed);
        response.on('end', () => {
          if (response.statusCode === 200) answered(text);
          else failed(new Error(`${url} answered ${response.statusCode}`));
        });
      },
    );
    outgoing.on('error', failed);
    outgoing.on('socket', (socket) => socket.unref());
    outgoing.end();
  });
}

/** Parses a JSON object whose members are not to be trusted. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Those of the given members that are texts or numbers. */
export function present(members: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const kept = Object.entries(members).filter(
    ([, value]) => (typeof value === 'string' && value !== '') || typeof value === 'number',
  );
  return Object.fromEntries(kept) as Record<string, string | number>;
}
