import { DATAGRAMS_HEADER } from '@radiograph/protocol';
import { context } from '../context/context.js';
import type { Endpoint } from '../emitter/daemon-address.js';
import { list, members } from './central-wire.js';

/** Where rules and targets come from: the daemon's TCP port, or something that stands for it in tests. */
export interface SamplingService {
  /** Every sampling rule record, as it came. */
  rules(): Promise<readonly unknown[]>;
  /** The answer to one body of statistics, as it came. */
  targets(body: object): Promise<unknown>;
}

const TIMEOUT_MS = 5000;
const MAX_CHARACTERS = 4 * 1024 * 1024;
/** A service that always gives another page must not be followed for ever. */
const MAX_PAGES = 100;

/**
 * Asks the daemon, which answers itself or passes the question on to AWS X-Ray. No call keeps the process alive.
 *
 * @param tellDatagrams is given what each answer says of the datagrams that the daemon takes
 */
export function daemonSamplingService(
  endpoint: Endpoint,
  tellDatagrams: (value: unknown) => void = () => {},
): SamplingService {
  const post: Post = (path, body) => postTo(endpoint, path, body, tellDatagrams);
  return {
    rules: () => allPages(post),
    targets: (body) => post('/SamplingTargets', body),
  };
}

type Post = (path: string, body: object) => Promise<unknown>;

async function allPages(post: Post): Promise<unknown[]> {
  const records: unknown[] = [];
  let token: unknown;
  for (let page = 0; page < MAX_PAGES; page++) {
    const body = token === undefined ? {} : { NextToken: token };
    const answer = members(await post('/GetSamplingRules', body));
    if (!Array.isArray(answer?.['SamplingRuleRecords']))
      throw new Error('the answer holds no SamplingRuleRecords');
    records.push(...list(answer['SamplingRuleRecords']));
    token = answer['NextToken'];
    if (typeof token !== 'string' || token === '') break;
  }
  return records;
}

async function postTo(
  endpoint: Endpoint,
  path: string,
  body: object,
  tellDatagrams: (value: unknown) => void,
): Promise<unknown> {
  // Loaded when it is first needed, as it takes longer to load than the whole SDK.
  const { request } = await import('node:http');
  const text = JSON.stringify(body);
  // Outside of any request, so that no integration takes this for the application's own call.
  return context
    .exit(
      () =>
        new Promise((answered, failed) => {
          const outgoing = request({
            host: endpoint.host,
            port: endpoint.port,
            path,
            method: 'POST',
            agent: false,
            headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
            signal: AbortSignal.timeout(TIMEOUT_MS),
          });
          outgoing.on('error', failed);
          outgoing.on('socket', (socket) => socket.unref());
          outgoing.on('response', (response) => {
            let answer = '';
            response.setEncoding('utf8').on('data', (chunk: string) => {
              answer += chunk;
              if (answer.length > MAX_CHARACTERS) response.destroy(new Error('the answer is too long'));
            });
            response.on('error', failed);
            response.on('end', () => {
              if (response.statusCode !== 200)
                failed(new Error(`${path} was answered ${response.statusCode}`));
              else {
                tellDatagrams(response.headers[DATAGRAMS_HEADER]);
                answered(answer);
              }
            });
          });
          outgoing.end(text);
        }),
    )
    .then((answer) => JSON.parse(answer as string));
}
