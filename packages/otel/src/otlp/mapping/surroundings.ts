import type { AwsBlock, JsonValue } from '@radiograph/protocol';
import type { Attributes, Resource } from '../trace-request.js';
import { awsPlace } from './aws-place.js';
import { textOf } from './span-attributes.js';

/** What all spans of one resource have in common, found out once. */
export interface Surroundings {
  readonly serviceName: string | undefined;
  /** The account that the process runs in. */
  readonly accountId: string | undefined;
  readonly origin: string | undefined;
  readonly service: Readonly<Record<string, JsonValue>> | undefined;
  /** Where the process runs. */
  readonly aws: AwsBlock | undefined;
  /** The language that tells how stacks are written. */
  readonly language: string | undefined;
  /** The resource's attributes as the metadata of segments has them: `otel.resource.<key>`. */
  readonly metadata: Readonly<Record<string, JsonValue>>;
}

/** Reads a resource. */
export function describeResource({ attributes }: Resource): Surroundings {
  const text = (key: string): string | undefined => textOf(attributes.get(key));
  const version = text('service.version') ?? text('container.image.tag');
  const onAws = (text('cloud.provider') ?? 'aws') === 'aws';
  return {
    serviceName: text('service.name'),
    accountId: onAws ? text('cloud.account.id') : undefined,
    origin: onAws ? originOf(text('cloud.platform'), text('aws.ecs.launchtype')) : undefined,
    service: version === undefined ? undefined : { version },
    aws: onAws ? awsPlace(attributes) : undefined,
    language: text('telemetry.sdk.language')?.toLowerCase(),
    metadata: resourceMetadata(attributes),
  };
}

function resourceMetadata(attributes: Attributes): Record<string, JsonValue> {
  const metadata: Record<string, JsonValue> = {};
  for (const [key, value] of attributes) {
    if (value !== null) metadata[`otel.resource.${key}`] = value;
  }
  return metadata;
}

const ORIGINS: ReadonlyMap<string, string> = new Map([
  ['aws_app_runner', 'AWS::AppRunner::Service'],
  ['aws_eks', 'AWS::EKS::Container'],
  ['aws_elastic_beanstalk', 'AWS::ElasticBeanstalk::Environment'],
  ['aws_ecs', 'AWS::ECS::Container'],
  ['aws_ec2', 'AWS::EC2::Instance'],
]);
const ECS_ORIGINS: ReadonlyMap<string, string> = new Map([
  ['ec2', 'AWS::ECS::EC2'],
  ['fargate', 'AWS::ECS::Fargate'],
]);

/** The conventions write platforms with `_`, and since 1.37 with `.` behind the provider (`aws.ecs`). */
function originOf(platform: string | undefined, launchType: string | undefined): string | undefined {
  const name = platform?.replace(/^aws\./, 'aws_') ?? '';
  const byLaunchType = name === 'aws_ecs' ? ECS_ORIGINS.get(launchType?.toLowerCase() ?? '') : undefined;
  return byLaunchType ?? ORIGINS.get(name);
}
