import { parseTraceHeader, type TraceHeader } from '@radiograph/protocol';
import { type InvocationRecorder, lambdaDaemon, type Segment } from '../../light.js';
import type { LambdaContext } from './lambda-context.js';

/** The segments that Lambda sends of an invocation: the service's, and inside it the function's. */
export interface PlatformSegments {
  readonly service: Segment;
  readonly function: Segment;
}

/** Lambda's daemon listens on an address of this kind, inside the environment. */
const LINK_LOCAL = /(?:^|:)169\.254\.\d+\.\d+:\d+/;

/** Whether no segments of Lambda will come to where documents are sent: in an emulator, or with a daemon that is not Lambda's own. */
export function platformSegmentsAreMissing(env: NodeJS.ProcessEnv = process.env): boolean {
  if (env['AWS_SAM_LOCAL'] === 'true') return true;
  if (lambdaDaemon(env) !== undefined) return false;
  return isEmulated(env) || !LINK_LOCAL.test(env['AWS_XRAY_DAEMON_ADDRESS'] ?? '');
}

/** An emulator hands the caller's trace header on as it is; Lambda itself puts its function segment in for the caller. */
function isEmulated(env: NodeJS.ProcessEnv): boolean {
  return env['AWS_SAM_LOCAL'] === 'true' || env['_AWS_XRAY_DAEMON_ADDRESS'] === undefined;
}

/**
 * Begins the segments `AWS::Lambda` and `AWS::Lambda::Function`, named after the function. What the header does not decide is
 * recorded, as a function that is run locally is run to be looked at.
 */
export function beginPlatformSegments(
  recorder: InvocationRecorder,
  headerText: string | undefined,
  context: LambdaContext,
): PlatformSegments {
  const header = parseTraceHeader(headerText);
  const emulated = isEmulated(process.env);
  const name = context.functionName ?? process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? recorder.service;
  const service = recorder.beginSegment(name, {
    header: emulated ? header : withoutParent(header),
    origin: 'AWS::Lambda',
    ...(header.sampled !== '0' && { sampled: true }),
  });
  const own = recorder.beginSegment(name, {
    header: { root: service.traceId, parent: service.id, rest: header.rest },
    origin: 'AWS::Lambda::Function',
    sampled: service.sampled,
    ...(!emulated && header.parent !== undefined && { id: header.parent }),
  });
  const aws = describe(name, context);
  service.setAws(aws);
  service.setHttp({ response: { status: 200 } });
  own.setAws(aws);
  return { service, function: own };
}

function withoutParent({ root, rest }: TraceHeader): TraceHeader {
  return root === undefined ? { rest } : { root, rest };
}

function describe(
  name: string,
  { invokedFunctionArn, awsRequestId }: LambdaContext,
): Record<string, string | string[]> {
  const account = invokedFunctionArn?.split(':')[4];
  return {
    ...(invokedFunctionArn !== undefined && { function_arn: invokedFunctionArn }),
    ...(awsRequestId !== undefined && { request_id: awsRequestId }),
    ...(account && { account_id: account }),
    resource_names: [name],
  };
}
