import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ServiceError } from '../service-error.js';
import type { BodyBudget } from './body-budget.js';
import { runBodyCheck } from './body-check.js';

const unzip = promisify(gunzip);

/**
 * Reads a request's body, gzip or plain, and hands it to `use`; its bytes count against the budget until `use` has settled.
 * A check that was demanded of the body as it was sent (its signature) runs before anything else looks at it.
 * A body over `maxBytes`, as sent or unpacked, is refused as early as it shows.
 *
 * @throws ServiceError `service/body-too-large`, `service/unsupported-encoding`, `service/invalid-request`, `service/throttled`
 */
export async function withBody<T>(
  incoming: IncomingMessage,
  maxBytes: number,
  budget: BodyBudget,
  use: (body: Buffer) => Promise<T>,
): Promise<T> {
  const zipped = isZipped(incoming);
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  let held = 0;
  const take = (bytes: number): void => {
    budget.take(bytes);
    held += bytes;
  };
  try {
    const sent = await collect(incoming, maxBytes, take);
    await runBodyCheck(incoming, sent);
    if (!zipped) return await use(sent);
    const body = await unpack(sent, maxBytes);
    take(body.length);
    return await use(body);
  } finally {
    budget.give(held);
  }
}

function isZipped(incoming: IncomingMessage): boolean {
  const encoding = (incoming.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  if (encoding === 'identity' || encoding === '') return false;
  throw new ServiceError(
    'service/unsupported-encoding',
    `Content-Encoding is ${JSON.stringify(encoding.slice(0, 64))}; send the body as gzip or plain.`,
  );
}

/** Reads by listeners: leaving a `for await` early would destroy the socket before the refusal is written. */
function collect(
  incoming: IncomingMessage,
  maxBytes: number,
  take: (bytes: number) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (settle: () => void): void => {
      incoming.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
      settle();
    };
    const onData = (chunk: Buffer): void => {
      try {
        bytes += chunk.length;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        take(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const onEnd = (): void => finish(() => resolve(Buffer.concat(chunks, bytes)));
    const onCut = (): void =>
      finish(() =>
        reject(
          new ServiceError('service/invalid-request', 'The connection closed before the body was complete.'),
        ),
      );
    incoming.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  });
}

async function unpack(sent: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await unzip(sent, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxBytes);
    throw new ServiceError(
      'service/invalid-request',
      'The body is not valid gzip, though Content-Encoding says so.',
      {
        cause: error,
      },
    );
  }
}

function tooLarge(maxBytes: number): ServiceError {
  return new ServiceError(
    'service/body-too-large',
    `The body is larger than ${maxBytes} bytes; send it in several smaller requests.`,
  );
}
