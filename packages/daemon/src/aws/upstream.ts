import type { XRayClient } from '@aws-sdk/client-xray';
import { type CredentialProvider, findCredentials, hasCredentials } from './credentials.js';
import { OtherSidesClock } from './other-sides-clock.js';
import { type Outbound, openOutbound } from './outbound.js';
import { type SignPost, signPostsWith } from './sign-post.js';
import { bearWith, type SignRequest, signWith, unsigned } from './sign-request.js';

/** Where documents and requests go, and who the daemon is there. */
export interface UpstreamOptions {
  readonly url: URL;
  readonly region: string;
  readonly roleArn?: string;
  /** Sent as `Authorization: Bearer`, in place of a signature. */
  readonly token?: string;
  readonly proxy?: URL;
  readonly noVerify?: boolean;
  /** Requests under way at once. */
  readonly connections: number;
  /** How long one request may take. */
  readonly timeoutMs: number;
  /** The daemon's version, for the user agent. */
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** The other side: AWS X-Ray, or a Radiograph. Shared by the relay, the proxy and telemetry. */
export interface Upstream {
  readonly url: URL;
  readonly region: string;
  readonly timeoutMs: number;
  readonly outbound: Outbound;
  /** How the daemon names itself. */
  readonly userAgent: string;
  /** The official client, for PutTelemetryRecords; loaded when it is first asked for, since it takes its megabytes of memory. */
  client(): Promise<XRayClient>;
  /** For requests that are passed on as they are. */
  readonly sign: SignRequest;
  /** For requests that are made again and again, to the same URL. */
  signPosts(url: URL): SignPost;
  readonly clock: OtherSidesClock;
  close(): void;
}

/** Makes ready for the other side; nothing is sent yet. */
export async function openUpstream(options: UpstreamOptions): Promise<Upstream> {
  const { url, region, timeoutMs, connections } = options;
  const outbound = await openOutbound({ ...options, connections });
  const credentials = credentialsFor(options, outbound);
  const clock = new OtherSidesClock();
  const sign = signerFor(options, credentials, clock);
  let client: Promise<XRayClient> | undefined;
  return {
    url,
    region,
    timeoutMs,
    outbound,
    userAgent: userAgent(options),
    client() {
      client ??= openClient(options, outbound, credentials, sign);
      return client;
    },
    sign,
    signPosts(to) {
      if (credentials !== undefined) return signPostsWith(credentials, { url: to, region, clock });
      return (request) => sign({ method: 'POST', url: to, ...request });
    },
    clock,
    close() {
      void client?.then((opened) => opened.destroy());
      outbound.close();
    },
  };
}

async function openClient(
  options: UpstreamOptions,
  { httpAgent, httpsAgent }: Outbound,
  credentials: CredentialProvider | undefined,
  sign: SignRequest,
): Promise<XRayClient> {
  const { url, region, timeoutMs } = options;
  const [{ XRayClient }, { NodeHttpHandler }] = await Promise.all([
    import('@aws-sdk/client-xray'),
    import('@smithy/node-http-handler'),
  ]);
  const client = new XRayClient({
    region,
    endpoint: url.href,
    // Telemetry that could not be posted is posted with the next.
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      httpAgent,
      httpsAgent,
      connectionTimeout: timeoutMs,
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      socketAcquisitionWarningTimeout: 60_000,
    }),
    ...(credentials === undefined ? { credentials: NOBODY, signer: clientSigner(sign) } : { credentials }),
  });
  nameDaemon(client, userAgent(options));
  return client;
}

const NOBODY = { accessKeyId: 'none', secretAccessKey: 'none' };

/**
 * Requests are signed unless there is a token. What is reached by plain http, which AWS is not, is sent unsigned where the environment names
 * no credentials: looking further for them would wait for the metadata service of a machine that has none.
 */
function credentialsFor(
  { url, region, roleArn, token, environment }: UpstreamOptions,
  outbound: Outbound,
): CredentialProvider | undefined {
  const named = roleArn !== undefined || hasCredentials(environment);
  if (token !== undefined || (url.protocol === 'http:' && !named)) return undefined;
  return findCredentials({ region, outbound, ...(roleArn !== undefined && { roleArn }) });
}

function signerFor(
  { token, region }: UpstreamOptions,
  credentials: CredentialProvider | undefined,
  clock: OtherSidesClock,
): SignRequest {
  if (credentials !== undefined) return signWith(credentials, region, clock);
  return token === undefined ? unsigned : bearWith(token);
}

/** What takes the place of the client's own signer where requests are not signed. */
function clientSigner(sign: SignRequest): { sign: <T>(request: T) => Promise<T> } {
  return {
    async sign(request) {
      const { headers } = request as { headers: Record<string, string> };
      const { authorization } = await sign({
        method: '',
        url: new URL('http://none'),
        headers: {},
        body: EMPTY,
      });
      if (authorization !== undefined) headers['authorization'] = authorization;
      return request;
    },
  };
}

const EMPTY = new Uint8Array();

/** As AWS's daemon names itself, so that what counts daemons by it goes on counting. */
function userAgent({ version, environment }: UpstreamOptions): string {
  const runsIn = environment['AWS_EXECUTION_ENV'] || 'UNKNOWN';
  return `xray-agent/xray-daemon/${version} exec-env/${runsIn} OS/${process.platform}-${process.arch}`;
}

/** Adds the headers of AWS's daemon to what the client sends: its name, and the time to the nanosecond. */
function nameDaemon(client: XRayClient, name: string): void {
  client.middlewareStack.add(
    (next) => async (step) => {
      const { headers } = step.request as { headers: Record<string, string> };
      headers['user-agent'] = `${headers['user-agent'] ?? ''} ${name}`.trim();
      headers['x-amzn-xray-timestamp'] = (Date.now() / 1000).toFixed(9);
      return next(step);
    },
    { step: 'build', priority: 'low', name: 'nameDaemon' },
  );
}
