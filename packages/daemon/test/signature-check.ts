import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What of a request is signed. */
interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/xray\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Signs the request again, from AWS's description of Signature Version 4, and tells how the signature it bears differs. */
export function signatureFault(
  { method, url, headers, body }: SignedRequest,
  secret: string,
): string | undefined {
  const found = AUTHORIZATION.exec(headers.authorization ?? '');
  if (found === null) return 'no signature';
  const [, , date = '', region = '', names = '', signature] = found;
  const [path = '', query = ''] = url.split('?');
  const canonical = [
    method,
    canonicalPath(path),
    query.split('&').sort().join('&'),
    ...names.split(';').map(
      (name) =>
        `${name}:${String(headers[name] ?? '')
          .trim()
          .replace(/\s+/g, ' ')}`,
    ),
    '',
    names,
    sha256(body),
  ].join('\n');
  const when = String(headers['x-amz-date']);
  const scope = `${date}/${region}/xray/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', when, scope, sha256(canonical)].join('\n');
  const key = [date, region, 'xray', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  if (hmac(key, toSign).toString('hex') !== signature) return 'the signature does not match';
  if (!names.split(';').includes('host')) return 'the host is not signed';
  return undefined;
}

/** Without empty and dot segments, and encoded once more, as every service but S3 has it. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
