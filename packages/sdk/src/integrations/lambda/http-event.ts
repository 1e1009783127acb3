import type { HttpBlock } from '@radiograph/protocol';

interface HttpEvent {
  readonly httpMethod?: unknown;
  readonly path?: unknown;
  readonly rawPath?: unknown;
  readonly headers?: unknown;
  readonly multiValueHeaders?: unknown;
  readonly requestContext?: {
    readonly http?: { readonly method?: unknown; readonly path?: unknown; readonly sourceIp?: unknown };
    readonly identity?: { readonly sourceIp?: unknown };
    readonly domainName?: unknown;
    readonly elb?: unknown;
  };
}

/**
 * Describes the request in an event of API Gateway (REST and HTTP), a load balancer or a function URL; `undefined` for other
 * events. The query is left out, as it is with other requests.
 */
export function describeHttpEvent(event: unknown): HttpBlock | undefined {
  const { requestContext } = (event ?? {}) as HttpEvent;
  return requestContext ? describeRequest(event as HttpEvent) : undefined;
}

function describeRequest(event: HttpEvent): HttpBlock | undefined {
  const { httpMethod, path, rawPath, requestContext = {} } = event;
  const method = textOf(httpMethod) ?? textOf(requestContext.http?.method);
  if (method === undefined) return undefined;
  const headers = readHeaders(event);
  const host = headers('host') ?? textOf(requestContext.domainName) ?? 'localhost';
  const scheme = headers('x-forwarded-proto') ?? 'https';
  const forwarded = headers('x-forwarded-for')?.split(',', 1)[0]?.trim();
  const client =
    forwarded || textOf(requestContext.http?.sourceIp) || textOf(requestContext.identity?.sourceIp);
  const userAgent = headers('user-agent');
  return {
    request: {
      method,
      url: `${scheme}://${host}${textOf(rawPath) ?? textOf(path) ?? textOf(requestContext.http?.path) ?? '/'}`,
      ...(userAgent !== undefined && { user_agent: userAgent }),
      ...(client && { client_ip: client }),
      ...(forwarded && { x_forwarded_for: true }),
    },
  };
}

/** Describes the answer that a handler gave to such a request: 200 where it leaves the status to API Gateway. */
export function describeHttpResult(result: unknown): HttpBlock {
  const status =
    typeof result === 'object' && result !== null
      ? (result as { statusCode?: unknown }).statusCode
      : undefined;
  return { response: { status: typeof status === 'number' ? status : Number(status) || 200 } };
}

/** Reads headers by their name in lower case: load balancers may send lists of values, API Gateway keeps the case of the client. */
function readHeaders({ headers, multiValueHeaders }: HttpEvent): (name: string) => string | undefined {
  const byName = new Map<string, string>();
  for (const source of [multiValueHeaders, headers]) {
    if (typeof source !== 'object' || source === null) continue;
    for (const [name, value] of Object.entries(source)) {
      const text = textOf(Array.isArray(value) ? value[0] : value);
      if (text !== undefined) byName.set(name.toLowerCase(), text);
    }
  }
  return (name) => byName.get(name);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
