import { quoted } from './quoted.js';

/** What makes a node of the service graph one node: name, service type and account. Source: service-graph rules of X-Ray. */
export interface NodeIdentity {
  readonly name: string;
  /** The service type (`AWS::DynamoDB::Table`, `remote`, `client`, …); absent for a plain application. */
  readonly type?: string;
  readonly accountId?: string;
}

/** Makes an identity without members that are undefined or empty. */
export function nodeIdentity(name: string, type?: string, accountId?: string): NodeIdentity {
  if (type) return accountId ? { name, type, accountId } : { name, type };
  return accountId ? { name, accountId } : { name };
}

/** A stable text for a {@link NodeIdentity}, for maps and sets: the JSON of its name, type and account. */
export function nodeKey({ name, type, accountId }: NodeIdentity): string {
  const rest = `${type === undefined ? null : quoted(type)},${accountId === undefined ? null : quoted(accountId)}`;
  return `[${quoted(name)},${rest}]`;
}
