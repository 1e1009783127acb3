import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from '../index.js';
import { askMetadata, parseObject, present } from './metadata-request.js';

/** How to learn of the cluster. */
export interface EksOptions {
  /** The cluster's name; without it the cluster's own `cluster-info` is asked, which CloudWatch's agent writes. */
  readonly clusterName?: string;
  /** Default: the cluster's API as every pod finds it. */
  readonly endpoint?: string;
  /** Where the pod's credentials are. */
  readonly credentialsFolder?: string;
}

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const CLUSTER_INFO = '/api/v1/namespaces/amazon-cloudwatch/configmaps/cluster-info';
const CONTAINER_ID = /[0-9a-f]{64}/;

/**
 * Tells the pod, the container and, where it may be read, the name of the Kubernetes cluster, with the log group that
 * CloudWatch's agent writes the pods' logs to.
 *
 * @example
 * configure({ plugins: [eks({ clusterName: 'prod' })] });
 */
export function eks(options: EksOptions = {}): Plugin {
  return { name: 'eks', origin: 'AWS::EKS::Container', specificity: 3, load: () => load(options) };
}

async function load(options: EksOptions): ReturnType<Plugin['load']> {
  if (!process.env['KUBERNETES_SERVICE_HOST'] && options.endpoint === undefined) return undefined;
  const [clusterName, containerId] = await Promise.all([
    options.clusterName ?? askClusterName(options),
    readContainerId(),
  ]);
  return {
    eks: present({ cluster_name: clusterName, pod: hostname(), container_id: containerId }),
    ...(clusterName !== undefined && {
      cloudwatch_logs: [{ log_group: `/aws/containerinsights/${clusterName}/application` }],
    }),
  };
}

/** Not every pod may read this; then the name stays unknown. */
async function askClusterName(options: EksOptions): Promise<string | undefined> {
  const folder = options.credentialsFolder ?? FOLDER;
  try {
    const [token, ca] = await Promise.all([
      readFile(join(folder, 'token'), 'utf8'),
      readFile(join(folder, 'ca.crt')),
    ]);
    const headers = { Authorization: `Bearer ${token.trim()}` };
    const answer = await askMetadata((options.endpoint ?? 'https://kubernetes.default.svc') + CLUSTER_INFO, {
      headers,
      ca,
    });
    const { data } = parseObject(answer) as { data?: Readonly<Record<string, unknown>> };
    const name = data?.['cluster.name'];
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

async function readContainerId(): Promise<string | undefined> {
  const text = await readFile('/proc/self/cgroup', 'utf8').catch(() => '');
  return CONTAINER_ID.exec(text)?.[0];
}
