import type { AwsBlock } from '@radiograph/protocol';
import { type Recorder, type Subsegment, sharedRecorder } from '../../index.js';
import { contentLength } from '../http/traced-message.js';
import type { AwsConfig, AwsMessage, AwsMetadata, AwsResult } from './client.js';
import { type OperationParameters, type ParameterTable, readParameters } from './parameter.js';
import { isThrottling } from './throttling.js';

/** A client whose calls are recorded. */
export interface KnownService {
  readonly config: object;
  readonly table: ParameterTable;
  readonly recorder: Recorder | undefined;
  readonly propagate: boolean;
  /** Known once the client has been asked. */
  region: string | undefined;
  /** The operations that were called, by the names of their commands. */
  readonly calls: Map<string, KnownCall>;
}

/** One operation of such a client. */
export interface KnownCall {
  readonly service: KnownService;
  readonly name: string;
  readonly operation: string;
  readonly parameters: OperationParameters | undefined;
}

/** Writes down what is known before the call is made. */
export function describeInput(subsegment: Subsegment, call: KnownCall, input: unknown): void {
  const { service, operation, parameters } = call;
  if (service.region === undefined) askRegion(service);
  try {
    const block: Record<string, AwsBlock[string]> = { operation };
    if (parameters?.request !== undefined) readParameters(parameters.request, input, block);
    const account = accountIn(block);
    if (account !== undefined) block['account_id'] = account;
    subsegment.setAws(block);
  } catch (error) {
    leftOut(call, error);
  }
}

/** The region is settled before any request is sent, so it is there when the answer is. A client without one says so itself. */
function askRegion(service: KnownService): void {
  const { region } = service.config as AwsConfig;
  const keep = (value: unknown): void => {
    if (typeof value === 'string') service.region = value;
  };
  if (typeof region !== 'function') keep(region);
  else
    Promise.resolve()
      .then(() => region.call(service.config))
      .then(keep, () => {});
}

/** The account of the resource, where its name tells. */
function accountIn(block: Readonly<Record<string, unknown>>): string | undefined {
  for (const name in block) {
    const value = block[name];
    const pattern = typeof value === 'string' ? patternFor(value) : undefined;
    const account = pattern?.exec(value as string);
    if (account) return account[1];
  }
  return undefined;
}

/** Most values are neither, which their beginnings say sooner than a pattern. */
function patternFor(value: string): RegExp | undefined {
  if (value.startsWith('arn:')) return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/;
  return value.startsWith('http') ? /^https?:\/\/[^/]+\/(\d{12})\// : undefined;
}

/** Writes down what the answer says. */
export function describeResult(subsegment: Subsegment, call: KnownCall, result: AwsResult): void {
  try {
    const output = (result.output ?? {}) as { $metadata?: AwsMetadata };
    const metadata = output.$metadata ?? {};
    const block = blockOf(call, metadata);
    const fields = call.parameters?.response;
    if (fields !== undefined) readParameters(fields, output, block);
    subsegment.setAws(block);
    describeStatus(subsegment, metadata, result.response);
  } catch (error) {
    leftOut(call, error);
  }
}

/** Writes down why a call failed, and closes its subsegment. A refusal (4xx) is an error, not a fault. */
export function describeFailure(subsegment: Subsegment, call: KnownCall, error: unknown): void {
  try {
    const { $metadata = {}, $response } = (error ?? {}) as { $metadata?: AwsMetadata; $response?: unknown };
    subsegment.setAws(blockOf(call, $metadata));
    const answered = describeStatus(subsegment, $metadata, $response);
    const remote = answered;
    if (isThrottling(error)) subsegment.addError(error, { kind: 'throttle', remote });
    else if (answered) subsegment.addError(error, { kind: 'none', remote });
    else subsegment.addError(error);
  } catch (problem) {
    leftOut(call, problem);
  }
  subsegment.close();
}

/** What an answer, or an error, says of the call itself. */
function blockOf({ service }: KnownCall, metadata: AwsMetadata): Record<string, AwsBlock[string]> {
  const { requestId, extendedRequestId, attempts } = metadata;
  const block: Record<string, AwsBlock[string]> = {};
  if (service.region !== undefined) block['region'] = service.region;
  if (requestId !== undefined) block['request_id'] = requestId;
  if (extendedRequestId !== undefined) block['id_2'] = extendedRequestId;
  if (typeof attempts === 'number') block['retries'] = Math.max(0, attempts - 1);
  return block;
}

/** Writes down the status; `false` where no answer came. */
function describeStatus(subsegment: Subsegment, metadata: AwsMetadata, response: unknown): boolean {
  const { statusCode, headers } = (response ?? {}) as AwsMessage;
  const status = metadata.httpStatusCode ?? statusCode;
  if (typeof status !== 'number') return false;
  const length = contentLength(headers?.['content-length']);
  subsegment.setHttp({ response: length === undefined ? { status } : { status, content_length: length } });
  return true;
}

function leftOut({ service, name, operation }: KnownCall, error: unknown): void {
  const recorder = service.recorder ?? sharedRecorder();
  recorder.tellLeftOut(
    `parts of the AWS call ${name} ${operation} could not be read and are not recorded`,
    error,
  );
}
