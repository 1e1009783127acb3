import type { NodeIdentity } from '@radiograph/trace';

/** The drawings that nodes have. */
export type NodeKind =
  | 'client'
  | 'service'
  | 'remote'
  | 'database'
  | 'table'
  | 'queue'
  | 'topic'
  | 'function'
  | 'bucket'
  | 'cloud';

const KINDS: readonly (readonly [RegExp, NodeKind])[] = [
  [/^client$/, 'client'],
  [/^remote$/, 'remote'],
  [/^AWS::DynamoDB/, 'table'],
  [/^(Database::|AWS::(RDS|Redshift|ElastiCache))/i, 'database'],
  [/^AWS::(SQS|Kinesis)/, 'queue'],
  [/^AWS::(SNS|Events|EventBridge)/, 'topic'],
  [/^AWS::(Lambda|StepFunctions)/, 'function'],
  [/^AWS::S3/, 'bucket'],
  [/^AWS::(EC2|ECS|EKS|ElasticBeanstalk|AppRunner|Fargate)/, 'service'],
  [/^AWS::/, 'cloud'],
];

/** Which drawing stands for a node of this type. */
export function nodeKind(type: string | undefined): NodeKind {
  return KINDS.find(([pattern]) => pattern.test(type ?? ''))?.[1] ?? 'service';
}

/** A node's type in words; plain applications have none on the wire. */
export function typeText(node: NodeIdentity): string {
  if (node.type === undefined) return 'application';
  if (node.type === 'client') return 'clients';
  return node.type === 'remote' ? 'remote service' : node.type;
}

/** A node's name as people see it; the client bears its service's name on the wire. */
export function nodeTitle(node: NodeIdentity): string {
  return node.type === 'client' ? 'Clients' : node.name;
}

/** The part of a node's name that tells it apart: of a queue that is named by its URL, or a topic by its ARN, the last part. */
export function shortTitle(node: NodeIdentity): string {
  const isAddress = node.type?.startsWith('AWS::') === true && /^(https?:|arn:)/.test(node.name);
  return isAddress ? (node.name.split(/[/:]/).findLast((part) => part !== '') ?? node.name) : nodeTitle(node);
}
