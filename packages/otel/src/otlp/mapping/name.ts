import { limits } from '@radiograph/protocol';
import type { Span } from '../trace-request.js';
import { authorityOf, calledAuthority, calledHost } from './address.js';
import { rpcNames } from './rpc.js';
import type { Keys, SpanAttributes } from './span-attributes.js';

/** The name and namespace of a call. */
export interface CallName {
  readonly name: string;
  readonly namespace: 'aws' | 'remote';
}

const LOCAL_SERVICE: Keys = ['aws.local.service'];
const REMOTE_SERVICE: Keys = ['aws.remote.service'];
const PEER_SERVICE: Keys = ['service.peer.name', 'peer.service'];
const AWS_SERVICE: Keys = ['aws.service'];
const DATABASE: Keys = ['db.namespace', 'db.name'];
const CONNECTION: Keys = ['db.connection_string'];

const NOT_IN_NAMES = /[^\p{L}\p{N} _.:/%&#=+\-@]/gu;
const PLAIN_NAME = /^[A-Za-z0-9 _.:/%&#=+\-@]{1,200}$/;
const AWS_PREFIX = /^(?:AWS\.SDK\.|AWS::)/;

/**
 * The name of a segment: its service's. `aws.local.service` comes first, then the resource's `service.name`, and where neither is
 * told whatever else names something. X-Ray's exporter prefers `peer.service`, and the span's name for an INTERNAL root; here
 * a segment always bears its own service's name, because that is the node it becomes in the service graph.
 */
export function segmentName(span: Span, attributes: SpanAttributes, serviceName: string | undefined): string {
  const own = attributes.seeText(LOCAL_SERVICE) ?? serviceName;
  return cleanName(
    own ?? rpcNames(attributes).service ?? attributes.seeText(['http.server_name']) ?? span.name,
  );
}

/**
 * The name of a call: the service that was called. For AWS SDKs that is the API's name (`DynamoDB`) wherever it is told, because
 * its node in the service graph is found by it; else the first of: the remote service, the peer's service, the AWS service, the
 * database with its host, the RPC service, the host with its port, the span's name.
 */
export function callName(span: Span, attributes: SpanAttributes, awsCall: boolean): CallName {
  const remote = attributes.seeText(REMOTE_SERVICE);
  const api = attributes.seeText(AWS_SERVICE);
  const rpcService = rpcNames(attributes).service;
  if (awsCall) {
    const name = remote?.replace(AWS_PREFIX, '') ?? api ?? rpcService ?? attributes.seeText(PEER_SERVICE);
    return { name: cleanName(name ?? databaseName(attributes) ?? span.name), namespace: 'aws' };
  }
  const named = remote ?? attributes.seeText(PEER_SERVICE);
  if (named === undefined && api !== undefined) return { name: cleanName(api), namespace: 'aws' };
  const name = named ?? databaseName(attributes) ?? rpcService ?? calledAuthority(attributes) ?? span.name;
  return { name: cleanName(name), namespace: 'remote' };
}

/** The name of work inside a segment: the span's, which says what was done. */
export function workName(span: Span): string {
  return cleanName(span.name);
}

/**
 * `shop@db.internal`: the database and, where it is told, the host that has it, as X-Ray's SDKs name databases; so databases of
 * one name on two hosts stay two nodes.
 */
function databaseName(attributes: SpanAttributes): string | undefined {
  const database = attributes.seeText(DATABASE);
  if (database === undefined) return undefined;
  const host = authorityOf(attributes.seeText(CONNECTION))?.replace(/:\d+$/, '') ?? calledHost(attributes);
  return host === undefined ? database : `${database}@${host}`;
}

/** Leaves out the characters X-Ray takes in no name and cuts to the greatest length; `span` where nothing is left. */
function cleanName(name: string): string {
  if (PLAIN_NAME.test(name)) return name;
  const allowed = name.replace(NOT_IN_NAMES, '');
  // By whole characters, so that a pair of surrogates is not cut in two.
  const cut =
    allowed.length > limits.nameCharacters ? [...allowed].slice(0, limits.nameCharacters).join('') : allowed;
  return cut === '' ? 'span' : cut;
}
