import type { Outbound } from './outbound.js';

/** What requests to AWS are signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Gives credentials, new ones when the old have run out. Rejects when there are none. */
export type CredentialProvider = () => Promise<Credentials>;

/** Which credentials. */
export interface CredentialOptions {
  /** Assumed with the credentials of the machine. */
  readonly roleArn?: string;
  readonly region: string;
  /** How AWS's own services for credentials are reached. */
  readonly outbound: Outbound;
}

/** Credentials are renewed this long before they run out. */
const EARLY_MS = 5 * 60_000;
/** After a failure it is not tried again for so long: looking for credentials may mean waiting for a metadata service that is not there. */
const AFTER_FAILURE_MS = 5000;
const SESSION_NAME = 'xray-daemon';

/**
 * The credentials that AWS's tools find by default (environment, files, containers, the machine's role), or those of a role assumed
 * with them. AWS's libraries are loaded when credentials are first asked for: a daemon that nobody uses need not hold them.
 */
export function findCredentials(options: CredentialOptions): CredentialProvider {
  let opened: Promise<CredentialProvider> | undefined;
  return keep(async () => {
    opened ??= openProvider(options);
    return (await opened)();
  });
}

async function openProvider({ roleArn, region, outbound }: CredentialOptions): Promise<CredentialProvider> {
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const { httpAgent, httpsAgent } = outbound;
  const clientConfig = { region, requestHandler: new NodeHttpHandler({ httpAgent, httpsAgent }) };
  const machine = fromNodeProviderChain({ clientConfig });
  if (roleArn === undefined) return () => machine();
  const assumed = fromTemporaryCredentials({
    masterCredentials: machine,
    params: { RoleArn: roleArn, RoleSessionName: SESSION_NAME },
    clientConfig,
  });
  return () => assumed();
}

/** Asks once for all who ask at the same time, and again only when what it got runs out. */
export function keep(provider: CredentialProvider): CredentialProvider {
  let current: Promise<Credentials> | undefined;
  let askAgainAtMs = 0;
  const ask = async (): Promise<Credentials> => {
    try {
      const credentials = await provider();
      const { expiration } = credentials;
      askAgainAtMs = expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - EARLY_MS;
      return credentials;
    } catch (error) {
      askAgainAtMs = Date.now() + AFTER_FAILURE_MS;
      throw error;
    }
  };
  return () => {
    if (current !== undefined && Date.now() < askAgainAtMs) return current;
    // Until the answer is there, everybody waits for it.
    askAgainAtMs = Number.POSITIVE_INFINITY;
    current = ask();
    return current;
  };
}

/** Whether the environment itself says which credentials to use, so that looking for them waits for no metadata service. */
export function hasCredentials(environment: NodeJS.ProcessEnv): boolean {
  return [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ].some((name) => (environment[name] ?? '') !== '');
}
