import { Type } from '@sinclair/typebox';
import { Hono } from 'hono';
import type { BodyBudget } from '../http/body-budget.js';
import type { Exchange, ExchangeEnv } from '../http/exchange.js';
import { logRefusal } from '../http/log-refusal.js';
import { memberReader, Text } from '../http/members.js';
import { parseJsonObject } from '../http/parse-json.js';
import { withBody } from '../http/read-body.js';
import type { Logger } from '../logger.js';
import { ServiceError } from '../service-error.js';
import type { AccessKey } from './access-key.js';
import type { Gate } from './gate.js';
import type { KeyRing } from './key-ring.js';
import { loginPage } from './login-page.js';
import { endedCookie, sessionCookie, sessionToken } from './session-cookie.js';

const maxBodyBytes = 8 * 1024;

const readInput = memberReader(
  Type.Object({
    id: Text('the id of a key', { maxLength: 128 }),
    secret: Text('the secret of the key', { maxLength: 1024, hidden: true }),
    to: Type.Optional(Text('a path of this service')),
  }),
);

/** What logging in needs. */
export interface LoginParts {
  readonly gate: Gate;
  readonly ring: KeyRing;
  readonly budget: BodyBudget;
  readonly logger: Logger;
  /** The clock, epoch seconds. */
  nowS(): number;
}

/** `POST login` and `POST logout` of the own API, by JSON or by the form of the login page. */
export function loginApi(parts: LoginParts): Hono<ExchangeEnv> {
  const api = new Hono<ExchangeEnv>();
  api.post('/login', (exchange) => login(exchange, parts));
  api.post('/logout', (exchange) => logout(exchange, parts.gate));
  return api;
}

async function login(exchange: Exchange, parts: LoginParts): Promise<Response> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(exchange.req.header('Content-Type') ?? '');
  checkBrowser(exchange, isForm);
  const input = await withBody(exchange.env.incoming, maxBodyBytes, parts.budget, async (body) =>
    readInput(isForm ? formMembers(body) : parseJsonObject(body)),
  );
  const to = ownPath(input.to);
  exchange.header('Cache-Control', 'no-store');
  const key = keyFor(input.id, input.secret, exchange, parts);
  if (key === undefined) {
    const refused = new ServiceError(
      'service/unknown-key',
      'There is no such key, or its secret is another.',
    );
    if (!isForm) throw refused;
    logRefusal(exchange, refused, 403, parts.logger);
    return exchange.html(loginPage(to, refused.detail), 403);
  }
  const token = parts.gate.sessions?.begin(key, parts.nowS()) ?? '';
  exchange.header('Set-Cookie', sessionCookie(token, isSecure(exchange)));
  return isForm ? exchange.redirect(to, 303) : exchange.json({ id: key.id, rights: [...key.rights] });
}

function logout(exchange: Exchange, gate: Gate): Response {
  const token = sessionToken(exchange.req.header('Cookie'));
  if (token !== undefined) gate.sessions?.end(token);
  exchange.header('Set-Cookie', endedCookie(isSecure(exchange)));
  return exchange.body(null, 204);
}

/** Looked up by the secret's digest; the id must be the same key's. */
function keyFor(id: string, secret: string, exchange: Exchange, parts: LoginParts): AccessKey | undefined {
  const { remoteAddress = '' } = exchange.env.incoming.socket;
  const { gate, ring, nowS } = parts;
  if (gate.failures.blocks(remoteAddress, nowS()))
    throw new ServiceError(
      'service/too-many-attempts',
      'Too many wrong keys came from this address; wait a while.',
    );
  const key = ring.findBySecret(secret);
  if (key?.id === id) return key;
  gate.failures.note(remoteAddress, nowS());
  return undefined;
}

/** A form may be sent by any page: only one that tells that it is ours may log somebody in. */
function checkBrowser(exchange: Exchange, isForm: boolean): void {
  const ours =
    exchange.req.header('Origin') !== undefined || exchange.req.header('Sec-Fetch-Site') === 'same-origin';
  if (isForm && !ours)
    throw new ServiceError('service/forbidden-origin', 'A login by form must tell its Origin.');
}

function formMembers(body: Buffer): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
}

/** Only a path of this service: another site must not be where a login leads. */
export function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : '/';
}

/** Whether the browser sees this service by HTTPS, as through a proxy that ends it. */
function isSecure(exchange: Exchange): boolean {
  return (exchange.req.header('Origin') ?? '').startsWith('https:');
}
