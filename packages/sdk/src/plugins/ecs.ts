import { hostname } from 'node:os';
import type { Plugin } from '../index.js';
import { askMetadata, parseObject, present } from './metadata-request.js';

/** How to reach the task's metadata service. */
export interface EcsOptions {
  /** Default: `ECS_CONTAINER_METADATA_URI_V4`, which ECS and Fargate set. */
  readonly endpoint?: string;
}

/**
 * Tells the ECS container: its id and ARN, its task and cluster, and where its log goes.
 *
 * @example
 * configure({ plugins: [ecs()] });
 */
export function ecs(options: EcsOptions = {}): Plugin {
  return { name: 'ecs', origin: 'AWS::ECS::Container', specificity: 2, load: () => load(options) };
}

async function load(options: EcsOptions): ReturnType<Plugin['load']> {
  const endpoint = options.endpoint ?? process.env['ECS_CONTAINER_METADATA_URI_V4'];
  if (!endpoint) return undefined;
  const [container, task] = (await Promise.all([askMetadata(endpoint), askMetadata(`${endpoint}/task`)])).map(
    parseObject,
  );
  const log = member(container, 'LogOptions');
  return {
    ecs: present({
      container: hostname(),
      container_id: container?.['DockerId'],
      container_arn: container?.['ContainerARN'],
      task_arn: task?.['TaskARN'],
      task_family: task?.['Family'],
      cluster_arn: task?.['Cluster'],
      availability_zone: task?.['AvailabilityZone'],
      launch_type: task?.['LaunchType'],
    }),
    ...(typeof log['awslogs-group'] === 'string' && {
      cloudwatch_logs: [logGroup(log['awslogs-group'], log['awslogs-region'], container?.['ContainerARN'])],
    }),
  };
}

/** The group's ARN has the account and the partition of the container's. */
function logGroup(
  group: string,
  region: unknown,
  containerArn: unknown,
): { log_group: string; arn?: string } {
  const [, partition, , ownRegion, account] = typeof containerArn === 'string' ? containerArn.split(':') : [];
  if (!partition || !account) return { log_group: group };
  const arn = `arn:${partition}:logs:${typeof region === 'string' ? region : ownRegion}:${account}:log-group:${group}`;
  return { log_group: group, arn };
}

function member(
  source: Readonly<Record<string, unknown>> | undefined,
  name: string,
): Readonly<Record<string, unknown>> {
  const value = source?.[name];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
