import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { ServiceError } from '../service-error.js';
import type { AccessKey } from './access-key.js';
import type { AwsSignature } from './aws-signature.js';
import { NodeSha256 } from './node-sha256.js';

/** A request as far as it is signed. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** The body as it was sent. */
  readonly body: Uint8Array;
}

const bodyHashHeader = 'x-amz-content-sha256';
const signatureParameter = /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature)$/;

/**
 * Verifies a signature by signing the request again with the key's secret and comparing in constant time.
 *
 * @throws ServiceError `service/wrong-signature`
 */
export async function verifySignature(
  request: SignedRequest,
  signature: AwsSignature,
  key: AccessKey,
): Promise<void> {
  const headers = signedHeadersOf(request, signature);
  checkBodyHash(request);
  const signer = signerOf(key);
  const again = {
    method: request.method,
    protocol: request.url.protocol,
    hostname: request.url.hostname,
    path: request.url.pathname,
    query: queryOf(request.url),
    headers,
    body: request.body,
  };
  const names = new Set(signature.signedHeaders);
  const options = {
    signingDate: signature.signedAt,
    signingRegion: signature.region,
    signableHeaders: names,
  };
  const expected =
    signature.expiresS === undefined
      ? inAuthorization(await signer.sign(again, options))
      : inQuery(
          await signer.presign(again, {
            ...options,
            unhoistableHeaders: names,
            expiresIn: signature.expiresS,
          }),
        );
  if (!sameText(expected, signature.signature))
    throw invalid(
      'The signature is not that of this request and this key; check the secret, and that nothing in between changes the request.',
    );
}

// One for each key for as long as the key lives: making one costs as much as a signature.
const signers = new WeakMap<AccessKey, SignatureV4>();

function signerOf(key: AccessKey): SignatureV4 {
  const known = signers.get(key);
  if (known !== undefined) return known;
  const signer = new SignatureV4({
    service: 'xray',
    // Each signature names its own region, which takes the place of this one.
    region: 'local',
    credentials: { accessKeyId: key.id, secretAccessKey: key.secret },
    sha256: NodeSha256,
    applyChecksum: false,
  });
  signers.set(key, signer);
  return signer;
}

/** Only what is signed counts; a signed header that is missing was taken away on the way. */
function signedHeadersOf(
  { headers }: SignedRequest,
  { signedHeaders }: AwsSignature,
): Record<string, string> {
  return Object.fromEntries(
    signedHeaders.map((name) => {
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
      if (value === undefined) throw invalid(`SignedHeaders names ${name.slice(0, 64)}, which is missing.`);
      return [name, Array.isArray(value) ? value.join(',') : value];
    }),
  );
}

/** The header stands for the body in the signature, so it must be the body's own. */
function checkBodyHash({ headers, body }: SignedRequest): void {
  const claimed = headers[bodyHashHeader];
  if (claimed === undefined) return;
  const actual = createHash('sha256').update(body).digest('hex');
  if (typeof claimed !== 'string' || !sameText(claimed, actual))
    throw invalid(`${bodyHashHeader} is not the SHA-256 of the body.`);
}

function queryOf({ searchParams }: URL): Record<string, string[]> {
  const names = new Set([...searchParams.keys()].filter((name) => !signatureParameter.test(name)));
  return Object.fromEntries([...names].map((name) => [name, searchParams.getAll(name)]));
}

function inAuthorization({ headers }: { readonly headers: Readonly<Record<string, string>> }): string {
  return /Signature=([0-9a-f]{64})/.exec(headers['authorization'] ?? '')?.[1] ?? '';
}

function inQuery({ query }: { readonly query?: unknown }): string {
  const signature = (query as Record<string, unknown> | undefined)?.['X-Amz-Signature'];
  return typeof signature === 'string' ? signature : '';
}

function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function invalid(detail: string): ServiceError {
  return new ServiceError('service/wrong-signature', detail);
}
