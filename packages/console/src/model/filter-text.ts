import type { AnnotationValue } from '@radiograph/protocol';
import type { NodeIdentity } from '@radiograph/trace';

/** The expression that finds traces with a request of this node for which all conditions hold. Clients stand for the entry of their service. */
export function nodeFilter(node: NodeIdentity, conditions: readonly string[] = []): string {
  if (node.type !== 'client') return block(`service(${selector(node)})`, conditions);
  return block(`service(${selector({ name: node.name, accountId: node.accountId })})`, [
    'root',
    ...conditions,
  ]);
}

/** The expression that finds traces with a request, for which all conditions hold, of any of the nodes that were taken together. */
export function membersFilter(members: readonly NodeIdentity[], conditions: readonly string[] = []): string {
  const types = new Set(members.map(({ type }) => type));
  const [type] = types;
  if (types.size === 1 && type !== undefined && type !== 'client')
    return block(`service(id(type: ${quote(type)}))`, conditions);
  return members.map((node) => nodeFilter(node, conditions)).join(' OR ');
}

/** The expression that finds traces with a call between these nodes for which all conditions hold, as the caller saw it. */
export function edgeFilter(from: NodeIdentity, to: NodeIdentity, conditions: readonly string[] = []): string {
  if (from.type === 'client') return block(`service(${selector(to)})`, ['root', ...conditions]);
  return block(`edge(${selector(from)}, ${selector(to)})`, conditions);
}

/** The conditions that hold a response time within `[from, to]` seconds. */
export function timeConditions(from: number, to: number): readonly string[] {
  return [`responsetime >= ${plain(from)}`, `responsetime <= ${plain(to)}`];
}

/** The expression that finds traces with this value under this annotation key. */
export function annotationFilter(key: string, value: AnnotationValue): string {
  return `annotation[${annotationKey(key)}] = ${typeof value === 'string' ? quote(value) : String(value)}`;
}

/** The expression that finds traces in which an exception of this type was where a fault or an error began. */
export function exceptionFilter(type: string): string {
  const named = `{ name = ${quote(type)} }`;
  return `rootcause.fault.exception ${named} OR rootcause.error.exception ${named}`;
}

/** The expression that finds traces whose keyword has this value. */
export function keywordFilter(keyword: string, value: AnnotationValue): string {
  return `${keyword} = ${typeof value === 'string' ? quote(value) : String(value)}`;
}

/** The expression that finds traces that a service of this name took part in, with a request for which all conditions hold. */
export function serviceFilter(name: string, conditions: readonly string[] = []): string {
  return block(`service(${quote(name)})`, conditions);
}

/** The expression that finds traces that entered by the same service with the same request. */
export function requestFilter(entry: string, method: string | undefined, url: string | undefined): string {
  const conditions = ['root'];
  if (method !== undefined) conditions.push(keywordFilter('http.method', method));
  if (url !== undefined) conditions.push(keywordFilter('http.url', url));
  return serviceFilter(entry, conditions);
}

/** The expression that stands for a group's. */
export function groupFilter(name: string): string {
  return `group.name = ${quote(name)}`;
}

/** Two expressions that must both hold. An empty one asks for nothing. */
export function bothFilters(one: string, other: string): string {
  if (one.trim() === '') return other;
  if (other.trim() === '' || one === other) return one;
  return `${grouped(one)} AND ${grouped(other)}`;
}

/** A text as a literal of the filter language. */
function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

interface Selected {
  readonly name: string;
  readonly type?: string | undefined;
  readonly accountId?: string | undefined;
}

function selector(node: Selected): string {
  const parts = [`name: ${quote(node.name)}`];
  if (node.type !== undefined) parts.push(`type: ${quote(node.type)}`);
  if (node.accountId !== undefined) parts.push(`account.id: ${quote(node.accountId)}`);
  return parts.length === 1 ? quote(node.name) : `id(${parts.join(', ')})`;
}

function block(head: string, conditions: readonly string[]): string {
  return conditions.length === 0 ? head : `${head} { ${conditions.join(' AND ')} }`;
}

function plain(seconds: number): string {
  return String(Number(seconds.toPrecision(4)));
}

function annotationKey(key: string): string {
  return /^[\w.\-:/ ]+$/.test(key) ? key : quote(key);
}

function grouped(expression: string): string {
  return /\bor\b/i.test(expression) ? `(${expression})` : expression;
}
