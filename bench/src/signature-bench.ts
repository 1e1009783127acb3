import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { compare, median, pairedRounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';

/** The parts of `packages/service` that check a signature; inner ones, so by their built files. */
interface Access {
  readHeaderSignature(authorization: string, amzDate: string, nowS: number): object;
  verifySignature(request: object, signature: object, key: object): Promise<void>;
}

const built = join(import.meta.dirname, '../../packages/service/dist/access');
const key = { id: 'shop-daemon', secret: 'b0b6c19b1f0f4c6d9d6e', rights: new Set(['write']) };
const url = new URL('http://127.0.0.1:2000/TraceSegments');
const checks = 1000;

/** What it costs to check an AWS signature, beside the hashes that nobody can do without. */
export async function signatureBench(rounds = 21): Promise<Section> {
  const access = {
    ...(await import(join(built, 'aws-signature.js'))),
    ...(await import(join(built, 'verify-signature.js'))),
  } as Access;
  const body = Buffer.alloc(2048, '{"TraceSegmentDocuments":["…"]} ');
  const { headers, authorization } = signed(body);
  const nowS = Date.now() / 1000;
  const check = async (): Promise<void> => {
    const signature = access.readHeaderSignature(authorization, headers['x-amz-date'] ?? '', nowS);
    await access.verifySignature({ method: 'POST', url, headers, body }, signature, key);
  };
  const contenders: Readonly<Record<string, () => unknown>> = {
    floor: () => signatureOf(stringToSign(canonical(headers, body), headers['x-amz-date'] ?? '')),
    check,
  };
  for (let i = 0; i < 5000; i++) await check();
  const figures = await pairedRounds(Object.keys(contenders), rounds, (name) => cpuUs(contenders[name]));
  const { ratio, low, high } = compare(figures, 'check', 'floor');
  return {
    name: 'signature',
    columns: ['a request with a body of 2 KiB', 'CPU µs, median', 'ratio (95 % interval)'],
    rows: [
      [
        'the hashes of a signature, with the day’s key at hand',
        figure(median(figures.get('floor') ?? [])),
        '1',
      ],
      [
        'a check: reading it, signing again, comparing',
        figure(median(figures.get('check') ?? [])),
        `${figure(ratio)} (${figure(low)} to ${figure(high)})`,
      ],
    ],
  };
}

async function cpuUs(work: (() => unknown) | undefined): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < checks; i++) await work?.();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / checks;
}

interface Signed {
  readonly headers: IncomingHttpHeaders & Readonly<Record<string, string>>;
  readonly authorization: string;
}

/** Signs by hand, as the specification of Signature Version 4 says. */
function signed(body: Buffer): Signed {
  const date = `${new Date().toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
  const headers = {
    'content-type': 'application/json',
    host: url.host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': date,
  };
  const signature = signatureOf(stringToSign(canonical(headers, body), date));
  const credential = `${key.id}/${date.slice(0, 8)}/local/xray/aws4_request`;
  const names = Object.keys(headers).join(';');
  return {
    headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function canonical(headers: Readonly<Record<string, unknown>>, body: Buffer): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  return `POST\n${url.pathname}\n\n${lines.join('')}\n${Object.keys(headers).join(';')}\n${sha256(body)}`;
}

function stringToSign(request: string, date: string): string {
  return `AWS4-HMAC-SHA256\n${date}\n${date.slice(0, 8)}/local/xray/aws4_request\n${sha256(request)}`;
}

const dayKeys = new Map<string, Buffer>();

function signatureOf(text: string): string {
  const day = text.split('\n')[2]?.split('/')[0] ?? '';
  let dayKey = dayKeys.get(day);
  if (dayKey === undefined) {
    dayKey = [day, 'local', 'xray', 'aws4_request'].reduce<Buffer>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      Buffer.from(`AWS4${key.secret}`),
    );
    dayKeys.set(day, dayKey);
  }
  return createHmac('sha256', dayKey).update(text).digest('hex');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
