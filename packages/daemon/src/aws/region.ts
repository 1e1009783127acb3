import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DaemonError } from '../daemon-error.js';

/** Where a region may be found. */
export interface RegionSources {
  /** As configured; it beats everything else. */
  readonly region: string | undefined;
  /** Asks no metadata service, and reads AWS's shared configuration in its place. */
  readonly localMode: boolean;
  /** Taken where nothing else tells; without it a missing region is an error. */
  readonly fallback?: string;
  readonly environment: NodeJS.ProcessEnv;
}

const METADATA_MS = 1000;

/**
 * The AWS region: as configured, from `AWS_REGION`, from the container's or the machine's metadata, or in local mode from AWS's shared
 * configuration. The order is that of AWS's daemon.
 *
 * @throws DaemonError `daemon/no-region`
 */
export async function findRegion({
  region,
  localMode,
  fallback,
  environment,
}: RegionSources): Promise<string> {
  const told = region || environment['AWS_REGION'];
  if (told) return told;
  const found = localMode
    ? await fromSharedConfiguration(environment)
    : ((await fromContainer(environment)) ??
      (fallback === undefined ? await instanceMetadata('placement/region', environment) : undefined));
  if (found !== undefined) return found;
  if (fallback !== undefined) return fallback;
  throw new DaemonError(
    'daemon/no-region',
    'no AWS region was found; give one with --region or AWS_REGION. Outside EC2 and ECS --local-mode keeps the daemon from asking their metadata',
  );
}

/** The task's ARN in the metadata file of an ECS container. */
async function fromContainer(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const file = environment['ECS_CONTAINER_METADATA_FILE'];
  if (environment['ECS_ENABLE_CONTAINER_METADATA'] !== 'true' || !file) return undefined;
  try {
    const { TaskARN } = JSON.parse(await readFile(file, 'utf8')) as { TaskARN?: unknown };
    return typeof TaskARN === 'string' ? TaskARN.split(':')[3] || undefined : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Asks EC2's instance metadata, in its second version, for one value such as `placement/region` or `instance-id`; undefined where there
 * is none within a second.
 */
export async function instanceMetadata(
  name: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (environment['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') return undefined;
  const base = environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || 'http://169.254.169.254';
  const signal = AbortSignal.timeout(METADATA_MS);
  try {
    const asking = { method: 'PUT', headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' }, signal };
    const token = await textOf(fetch(new URL('/latest/api/token', base), asking));
    const headers = { 'x-aws-ec2-metadata-token': token };
    return await textOf(fetch(new URL(`/latest/meta-data/${name}`, base), { headers, signal }));
  } catch {
    return undefined;
  }
}

async function textOf(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  const text = (await response.text()).trim();
  if (!response.ok || text === '') throw new Error(`HTTP ${response.status}`);
  return text;
}

/** The profile's region in `~/.aws/config`. */
async function fromSharedConfiguration(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const file = environment['AWS_CONFIG_FILE'] || join(environment['HOME'] || homedir(), '.aws', 'config');
  const profile = environment['AWS_PROFILE'] || 'default';
  const text = await readFile(file, 'utf8').catch(() => '');
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const [, section] = /^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(line) ?? [];
    if (section !== undefined) inside = section === profile;
    const [, region] = /^region\s*=\s*(\S+)/.exec(line) ?? [];
    if (inside && region !== undefined) return region;
  }
  return undefined;
}
