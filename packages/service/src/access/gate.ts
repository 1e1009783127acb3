import { type BodyCheck, demandBodyCheck } from '../http/body-check.js';
import type { Exchange } from '../http/exchange.js';
import { ServiceError } from '../service-error.js';
import { type AccessKey, type NeededRight, permits } from './access-key.js';
import {
  type AwsSignature,
  isAwsAuthorization,
  readHeaderSignature,
  readQuerySignature,
} from './aws-signature.js';
import { FailureLimit } from './failure-limit.js';
import type { KeyRing } from './key-ring.js';
import type { Networks } from './networks.js';
import { sessionToken } from './session-cookie.js';
import { Sessions } from './sessions.js';
import { verifySignature } from './verify-signature.js';

/** What the gate goes by. */
export interface GateParts {
  /** Absent: no request needs a key. */
  readonly ring: KeyRing | undefined;
  /** Where SDKs may poll from without a key. */
  readonly networks: Networks;
  /** The clock, epoch seconds. */
  nowS(): number;
}

const wrongCodes: ReadonlySet<string> = new Set(['service/unknown-key', 'service/wrong-signature']);

/**
 * Lets requests in by what they bear: a signature of AWS's (in a header or the URL), a bearer token, which is a key's secret, or the
 * cookie of a session. Where there are no keys, everybody may do everything.
 */
export class Gate {
  /** Who is logged in; undefined where there are no keys. */
  readonly sessions: Sessions | undefined;
  readonly failures: FailureLimit = new FailureLimit();
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
    this.sessions = parts.ring === undefined ? undefined : new Sessions(parts.ring);
  }

  /** Whether requests need keys at all. */
  get closed(): boolean {
    return this.#parts.ring !== undefined;
  }

  /**
   * Lets a request in that has the right, or refuses it. Where the body is signed, the verdict is reached when it is read.
   *
   * @throws ServiceError `service/missing-key`, `service/unknown-key`, `service/invalid-signature`, `service/wrong-signature`,
   *   `service/denied`, `service/forbidden-origin`, `service/too-many-attempts`
   */
  async admit(exchange: Exchange, needed: NeededRight): Promise<void> {
    const { ring } = this.#parts;
    if (ring === undefined) return;
    const { remoteAddress = '' } = exchange.env.incoming.socket;
    if (this.failures.blocks(remoteAddress, this.#parts.nowS()))
      throw new ServiceError(
        'service/too-many-attempts',
        'Too many wrong keys came from this address; wait a while.',
      );
    const check = this.#identified(exchange, ring, needed);
    if (check === undefined) return;
    const { method } = exchange.req;
    if (method === 'GET' || method === 'HEAD') await check(new Uint8Array());
    else demandBodyCheck(exchange.env.incoming, check);
  }

  /** The key of a logged-in browser. */
  sessionKey(exchange: Exchange): AccessKey | undefined {
    const token = sessionToken(exchange.req.header('Cookie'));
    return token === undefined ? undefined : this.sessions?.keyOf(token, this.#parts.nowS());
  }

  #identified(exchange: Exchange, ring: KeyRing, needed: NeededRight): BodyCheck | undefined {
    try {
      return this.#identify(exchange, ring, needed);
    } catch (error) {
      this.#noteFailure(error, exchange.env.incoming.socket.remoteAddress ?? '');
      throw error;
    }
  }

  #identify(exchange: Exchange, ring: KeyRing, needed: NeededRight): BodyCheck | undefined {
    const authorization = exchange.req.header('Authorization') ?? '';
    const nowS = this.#parts.nowS();
    if (isAwsAuthorization(authorization)) {
      const signature = readHeaderSignature(authorization, exchange.req.header('X-Amz-Date'), nowS);
      return this.#signed(exchange, ring, signature, needed);
    }
    const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (bearer !== undefined) return this.#known(ring.findBySecret(bearer), exchange, needed);
    const { searchParams } = new URL(exchange.req.url);
    if (searchParams.has('X-Amz-Signature'))
      return this.#signed(exchange, ring, readQuerySignature(searchParams, nowS), needed);
    const session = this.sessionKey(exchange);
    if (session !== undefined) {
      checkOwnPage(exchange);
      return this.#known(session, exchange, needed);
    }
    if (needed === 'poll' && this.#parts.networks.has(exchange.env.incoming.socket.remoteAddress))
      return undefined;
    throw new ServiceError(
      'service/missing-key',
      'This needs a key: sign the request with it, send its secret as a bearer token, or log in.',
    );
  }

  #signed(exchange: Exchange, ring: KeyRing, signature: AwsSignature, needed: NeededRight): BodyCheck {
    const key = ring.find(signature.keyId);
    if (key === undefined) throw unknownKey();
    const { method = '', headers, socket } = exchange.env.incoming;
    const url = new URL(exchange.req.url);
    return async (body) => {
      try {
        await verifySignature({ method, url, headers, body }, signature, key);
      } catch (error) {
        this.#noteFailure(error, socket.remoteAddress ?? '');
        throw error;
      }
      // Not before: who only knows a key's name must not learn its rights.
      this.#known(key, exchange, needed);
    };
  }

  #known(key: AccessKey | undefined, exchange: Exchange, needed: NeededRight): undefined {
    if (key === undefined) throw unknownKey();
    exchange.set('keyId', key.id);
    if (permits(key.rights, needed)) return undefined;
    const right = needed === 'poll' ? 'read or write' : needed;
    throw new ServiceError(
      'service/denied',
      `The key ${key.id} has not the right to ${right} that this needs.`,
    );
  }

  /** A clock that is wrong is no attempt: only keys and signatures that are wrong count. */
  #noteFailure(error: unknown, address: string): void {
    if (error instanceof ServiceError && wrongCodes.has(error.code))
      this.failures.note(address, this.#parts.nowS());
  }
}

function unknownKey(): ServiceError {
  return new ServiceError('service/unknown-key', 'There is no such key.');
}

/** A cookie comes along whatever page asks: only a browser that says its page is ours may act by it. */
function checkOwnPage(exchange: Exchange): void {
  const { method } = exchange.req;
  if (method === 'GET' || method === 'HEAD') return;
  // Where there is an Origin, the guard of the host has compared it already.
  if (exchange.req.header('Origin') !== undefined || exchange.req.header('Sec-Fetch-Site') === 'same-origin')
    return;
  throw new ServiceError('service/forbidden-origin', 'A request by cookie must tell its Origin.');
}
