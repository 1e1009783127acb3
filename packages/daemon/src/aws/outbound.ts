import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** How connections to the other side are made. */
export interface OutboundOptions {
  /** Goes through this HTTP proxy, with its scheme. */
  readonly proxy?: URL;
  /** Takes any certificate. */
  readonly noVerify?: boolean;
  /** Connections kept at once. */
  readonly connections: number;
}

/** Connections to the other side, kept open between requests. */
export interface Outbound {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  /** They go through a proxy. */
  readonly isProxied: boolean;
  /** Any certificate is taken. */
  readonly noVerify: boolean;
  /** Closes them, and calls what was given to {@link Outbound.onClose}. */
  close(): void;
  onClose(listen: () => void): void;
}

/** Makes the connections' agents. The proxy's libraries are loaded only where there is a proxy. */
export async function openOutbound({
  proxy,
  noVerify = false,
  connections,
}: OutboundOptions): Promise<Outbound> {
  const options = { keepAlive: true, maxSockets: connections };
  const tls = noVerify ? { rejectUnauthorized: false } : {};
  const agents =
    proxy === undefined
      ? { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent({ ...options, ...tls }) }
      : await agentsThrough(proxy, options, tls);
  const closers: (() => void)[] = [];
  return {
    ...agents,
    isProxied: proxy !== undefined,
    noVerify,
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
      for (const close of closers.splice(0)) close();
    },
    onClose(listen) {
      closers.push(listen);
    },
  };
}

async function agentsThrough(
  proxy: URL,
  options: { readonly keepAlive: boolean; readonly maxSockets: number },
  tls: { readonly rejectUnauthorized?: boolean },
): Promise<{ httpAgent: HttpAgent; httpsAgent: HttpsAgent }> {
  const [{ HttpProxyAgent }, { HttpsProxyAgent }] = await Promise.all([
    import('http-proxy-agent'),
    import('https-proxy-agent'),
  ]);
  const httpsAgent = new HttpsProxyAgent(proxy, options);
  // Options for TLS to the other side go with each connection; those of the constructor are for TLS to the proxy.
  if (tls.rejectUnauthorized === false) Object.assign(httpsAgent.options, tls);
  return {
    httpAgent: new HttpProxyAgent(proxy, options),
    // It speaks to https servers through CONNECT; its type only says that it is an agent.
    httpsAgent: httpsAgent as unknown as HttpsAgent,
  };
}

/**
 * The proxy that the environment names for a URL, as Go's daemon and most tools take it: `HTTPS_PROXY` for https, unless `NO_PROXY`
 * names the host. Either in lower case too.
 */
export function proxyFromEnvironment(url: URL, environment: NodeJS.ProcessEnv): string | undefined {
  if (url.protocol !== 'https:') return undefined;
  const proxy = environment['HTTPS_PROXY'] || environment['https_proxy'];
  const exempt = (environment['NO_PROXY'] || environment['no_proxy'] || '')
    .split(',')
    .map((name) => name.trim());
  const isExempt = exempt.some((name) => name === '*' || (name !== '' && isWithin(url.hostname, name)));
  return isExempt ? undefined : proxy || undefined;
}

function isWithin(host: string, name: string): boolean {
  const domain = name.replace(/^\*?\./, '');
  return host === domain || host.endsWith(`.${domain}`);
}
