import { ServiceError } from '../service-error.js';

/** How far a signature's time may be from the clock, in seconds, as at AWS. */
const skewS = 300;
/** How long a presigned URL may hold, in seconds, as at AWS. */
const mostExpiresS = 7 * 24 * 3600;

const algorithm = 'AWS4-HMAC-SHA256';

/** A signature of AWS's Signature Version 4 as a request bears it, not yet verified. */
export interface AwsSignature {
  readonly keyId: string;
  readonly region: string;
  /** The time it was made at. */
  readonly signedAt: Date;
  /** The names of the headers that are signed, in lower case. */
  readonly signedHeaders: readonly string[];
  /** 64 hex digits. */
  readonly signature: string;
  /** How long a presigned URL holds, in seconds; absent where the signature is in a header. */
  readonly expiresS?: number;
}

/** The parts of a signature as texts, wherever they stand. */
interface SignatureTexts {
  readonly credential: string;
  readonly date: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly expires?: string;
}

/** Whether an `Authorization` header is one of AWS's signatures. */
export function isAwsAuthorization(authorization: string): boolean {
  return /^AWS4-HMAC-SHA256\b/.test(authorization);
}

/**
 * Reads the signature of an `Authorization` header and checks that its time is now.
 *
 * @throws ServiceError `service/invalid-signature`
 */
export function readHeaderSignature(
  authorization: string,
  amzDate: string | undefined,
  nowS: number,
): AwsSignature {
  const parts = new Map(
    authorization
      .slice(algorithm.length)
      .split(',')
      .map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
      }),
  );
  const signature = readSignature({
    credential: parts.get('Credential') ?? '',
    date: amzDate ?? '',
    signedHeaders: parts.get('SignedHeaders') ?? '',
    signature: parts.get('Signature') ?? '',
  });
  if (Math.abs(nowS - signature.signedAt.getTime() / 1000) > skewS)
    throw invalid(
      `Signature expired: it was made at ${amzDate} and may be ${skewS / 60} minutes from now, ${amzTime(nowS)}; set the clock.`,
    );
  return signature;
}

/**
 * Reads the signature of a presigned URL and checks that it still holds.
 *
 * @throws ServiceError `service/invalid-signature`
 */
export function readQuerySignature(query: URLSearchParams, nowS: number): AwsSignature {
  const text = (name: string): string => query.get(name) ?? '';
  if (text('X-Amz-Algorithm') !== algorithm) throw invalid(`X-Amz-Algorithm is not ${algorithm}.`);
  const signature = readSignature({
    credential: text('X-Amz-Credential'),
    date: text('X-Amz-Date'),
    signedHeaders: text('X-Amz-SignedHeaders'),
    signature: text('X-Amz-Signature'),
    expires: text('X-Amz-Expires'),
  });
  const signedAtS = signature.signedAt.getTime() / 1000;
  if (nowS < signedAtS - skewS) throw invalid('The signature is from the future; set the clock.');
  if (nowS > signedAtS + (signature.expiresS ?? 0)) throw invalid('Signature expired; sign the URL again.');
  return signature;
}

function readSignature(texts: SignatureTexts): AwsSignature {
  const [keyId = '', day, region = '', service, end, ...rest] = texts.credential.split('/');
  const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(texts.date);
  if (time === null) throw invalid('X-Amz-Date is missing, or not of the form 20260131T100000Z.');
  const [, year, month, date, hour, minute, second] = time;
  const signedAt = new Date(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(signedAt.getTime())) throw invalid('X-Amz-Date is no time.');
  if (keyId === '' || region === '' || service !== 'xray' || end !== 'aws4_request' || rest.length > 0)
    throw invalid('Credential is not <key id>/<date>/<region>/xray/aws4_request.');
  if (day !== texts.date.slice(0, 8)) throw invalid('The date in Credential is not that of X-Amz-Date.');
  const signedHeaders = texts.signedHeaders.toLowerCase().split(';');
  if (!signedHeaders.includes('host')) throw invalid('SignedHeaders lacks host.');
  if (!signedHeaders.every((name) => /^[a-z0-9][a-z0-9._-]*$/.test(name)))
    throw invalid('SignedHeaders has what is no name of a header.');
  if (!/^[0-9a-f]{64}$/.test(texts.signature)) throw invalid('Signature is not 64 hex digits.');
  return {
    keyId,
    region,
    signedAt,
    signedHeaders,
    signature: texts.signature,
    ...(texts.expires !== undefined && { expiresS: readExpires(texts.expires) }),
  };
}

function readExpires(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= mostExpiresS) return seconds;
  throw invalid(`X-Amz-Expires is not a number of seconds from 1 to ${mostExpiresS}.`);
}

function amzTime(epochS: number): string {
  return `${new Date(epochS * 1000).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
}

function invalid(detail: string): ServiceError {
  return new ServiceError('service/invalid-signature', detail);
}
