import { createHash, createHmac } from 'node:crypto';
import type { SignatureV4 } from '@smithy/signature-v4';
import type { CredentialProvider } from './credentials.js';
import type { OtherSidesClock } from './other-sides-clock.js';

/** A request on its way to the other side. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Gives a request's headers with what proves who sends it. Rejects when that cannot be had. */
export type SignRequest = (request: OutgoingRequest) => Promise<Record<string, string>>;

/** Signs any request for AWS X-Ray with Signature Version 4. The library for it is loaded with the first one. */
export function signWith(
  credentials: CredentialProvider,
  region: string,
  clock: OtherSidesClock,
): SignRequest {
  let opened: Promise<SignatureV4> | undefined;
  return async ({ method, url, headers, body }) => {
    opened ??= openSigner(credentials, region);
    const signer = await opened;
    const request = {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port !== '' && { port: Number(url.port) }),
      path: url.pathname,
      query: queryOf(url),
      headers: { ...headers, host: url.host },
      body,
    };
    const signed = await signer.sign(request, { signingDate: clock.now() });
    return signed.headers;
  };
}

async function openSigner(credentials: CredentialProvider, region: string): Promise<SignatureV4> {
  const { SignatureV4 } = await import('@smithy/signature-v4');
  return new SignatureV4({ credentials, region, service: 'xray', sha256: Sha256 });
}

/** Proves who sends by a token, where the other side is a Radiograph with keys. */
export function bearWith(token: string): SignRequest {
  return async ({ headers, url }) => ({ ...headers, host: url.host, authorization: `Bearer ${token}` });
}

/** Proves nothing, where the other side does not ask. */
export const unsigned: SignRequest = async ({ headers, url }) => ({ ...headers, host: url.host });

function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return query;
}

/** Node's SHA-256 in the form that the signer takes. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof secret === 'string') return Buffer.from(secret);
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}
