import type { AwsBlock, JsonValue } from '@radiograph/protocol';
import type { Attributes } from '../trace-request.js';
import { defined } from './defined.js';
import { textOf, textsOf } from './span-attributes.js';

type Block = Readonly<Record<string, JsonValue>>;

/** Reads an attribute of the resource. */
type Read = (key: string) => string | undefined;

/** Which log group an ARN names stands behind its sixth colon. */
const LOG_GROUP_PART = 6;

/** Where a process runs, and what traced it, as the `aws` block of a segment tells it; `undefined` where nothing is known. */
export function awsPlace(attributes: Attributes): AwsBlock | undefined {
  const text: Read = (key) => textOf(attributes.get(key));
  const platform = text('cloud.platform')?.replace(/^aws\./, 'aws_');
  return defined<AwsBlock>({
    account_id: text('cloud.account.id'),
    ec2: platform === 'aws_ec2' || text('host.id') !== undefined ? ec2(text) : undefined,
    ecs: platform === 'aws_ecs' ? ecs(text) : undefined,
    elastic_beanstalk: platform === 'aws_elastic_beanstalk' ? beanstalk(text) : undefined,
    eks: platform === 'aws_eks' || text('k8s.cluster.name') !== undefined ? eks(text) : undefined,
    cloudwatch_logs: logGroups(attributes),
    xray: tracer(text),
  });
}

function ec2(text: Read): Block | undefined {
  return defined<Block>({
    instance_id: text('host.id'),
    availability_zone: text('cloud.availability_zone'),
    instance_size: text('host.type'),
    ami_id: text('host.image.id'),
  });
}

function ecs(text: Read): Block | undefined {
  return defined<Block>({
    container: text('container.name'),
    container_id: text('container.id'),
    availability_zone: text('cloud.availability_zone'),
    container_arn: text('aws.ecs.container.arn'),
    cluster_arn: text('aws.ecs.cluster.arn'),
    task_arn: text('aws.ecs.task.arn'),
    task_family: text('aws.ecs.task.family'),
    launch_type: text('aws.ecs.launchtype'),
  });
}

/** The deployment is told as the service's instance; one that is no number counts as 0. */
function beanstalk(text: Read): Block | undefined {
  const deployment = text('service.instance.id');
  if (deployment === undefined) return undefined;
  return defined<Block>({
    environment_name: text('service.namespace'),
    deployment_id: /^\d{1,15}$/.test(deployment) ? Number(deployment) : 0,
    version_label: text('service.version'),
  });
}

function eks(text: Read): Block | undefined {
  return defined<Block>({
    cluster_name: text('k8s.cluster.name'),
    pod: text('k8s.pod.name'),
    container_id: text('container.id'),
  });
}

/** ARNs hold the names, so they come first. In an environment variable several are written as one text with `&` between them. */
function logGroups(attributes: Attributes): readonly Block[] | undefined {
  const arns = listed(attributes, 'aws.log.group.arns');
  if (arns.length > 0) return arns.map((arn) => ({ arn, log_group: arn.split(':')[LOG_GROUP_PART] ?? arn }));
  const names = listed(attributes, 'aws.log.group.names');
  return names.length > 0 ? names.map((name) => ({ log_group: name })) : undefined;
}

function listed(attributes: Attributes, key: string): readonly string[] {
  return textsOf(attributes.get(key))
    .flatMap((text) => text.split('&'))
    .filter((text) => text !== '');
}

/** What X-Ray's SDKs say of themselves: `opentelemetry for nodejs`. */
function tracer(text: Read): Block | undefined {
  const name = text('telemetry.sdk.name');
  if (name === undefined) return undefined;
  const language = text('telemetry.sdk.language');
  const distribution =
    text('telemetry.distro.name') ?? text('telemetry.distro.version') ?? text('telemetry.auto.version');
  return defined<Block>({
    sdk: language === undefined ? name : `${name} for ${language}`,
    sdk_version: text('telemetry.sdk.version'),
    auto_instrumentation: distribution !== undefined,
  });
}
