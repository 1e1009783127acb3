import { type CurrentEntity, context, type Recorder, type Subsegment, sharedRecorder } from '../../index.js';
import { traceAttempt } from './attempt.js';
import type { AwsArguments, AwsClient, AwsContext, AwsHandler, AwsMiddleware, AwsResult } from './client.js';
import {
  describeFailure,
  describeInput,
  describeResult,
  type KnownCall,
  type KnownService,
} from './describe.js';
import { mergedTable, type ParameterTable } from './parameter.js';
import { parameterTable } from './parameter-table.js';
import { withHeaderInInput } from './propagation.js';
import { linkReceived } from './received-message.js';
import { addTraceHeader } from './wire-header.js';

/** How a client's calls are recorded; everything may be left out. */
export interface AwsOptions {
  /** More parameters to record, by service and operation; those of the built-in table are kept. */
  readonly parameters?: ParameterTable;
  /** Whether the built-in table of parameters is used. Default `true`. */
  readonly builtInParameters?: boolean;
  /** Whether each attempt of a call is a subsegment of its own. Default `false`. */
  readonly attempts?: boolean;
  /** Whether messages, events and executions that are sent carry the trace header. Default `true`. */
  readonly propagate?: boolean;
  /** Where problems are told; by default the default recorder. */
  readonly recorder?: Recorder;
}

const ATTEMPT = 'radiographAttempt';
/** More operations of a client are not kept. */
const MAX_CALLS = 1000;

type Add = (middleware: AwsMiddleware, options: object) => void;

/**
 * Records every call of a client of the AWS SDK, version 3, as a subsegment of what is current, and lets it carry the
 * trace header. Doing it again replaces the options. Calls outside any segment, and URLs that are only signed, are left alone.
 *
 * @returns the same client
 * @example
 * const dynamo = aws(new DynamoDBClient({}));
 */
export function aws<Client extends AwsClient>(client: Client, options: AwsOptions = {}): Client {
  try {
    const stack = client.middlewareStack;
    const add: Add = (stack.add as unknown as Add).bind(stack);
    const call = traceCall(serviceOf(client, options));
    add(call, { name: 'radiograph', step: 'initialize', priority: 'high', override: true });
    add(addTraceHeader, { name: 'radiographHeader', step: 'build', priority: 'high', override: true });
    if (options.attempts === true)
      add(traceAttempt, { name: ATTEMPT, step: 'finalizeRequest', priority: 'low', override: true });
    // The client arranges its middleware anew for each call, so one that does nothing has a price.
    else stack.remove?.(ATTEMPT);
  } catch (error) {
    const recorder = options.recorder ?? sharedRecorder();
    recorder.tellLeftOut(
      'aws(client) was given what is no client of the AWS SDK, version 3; its calls are not recorded',
      error,
    );
  }
  return client;
}

function serviceOf(client: AwsClient, options: AwsOptions): KnownService {
  const builtIn = options.builtInParameters === false ? {} : parameterTable;
  const { parameters, recorder, propagate = true } = options;
  const table = parameters === undefined ? builtIn : mergedTable(builtIn, parameters);
  return { config: client.config, table, recorder, propagate, region: undefined, calls: new Map() };
}

function traceCall(service: KnownService): AwsMiddleware {
  return (next, callContext) => (args) => {
    const current = context.getStore();
    if (current === undefined || isOnlySigned(args)) return next(args);
    const call = callOf(service, callContext);
    return current.sampled ? recordCall(current, call, next, args) : next(sent(current, call, args));
  };
}

/** Clients send commands; who signs a URL hands over nothing but the input. */
function isOnlySigned(args: AwsArguments): boolean {
  return !('middlewareStack' in args);
}

/** A client makes its middleware anew for each call; what is known of an operation is kept. */
function callOf(service: KnownService, context: AwsContext): KnownCall {
  const { commandName = '' } = context;
  const before = service.calls.get(commandName);
  if (before !== undefined) return before;
  const call = newCall(service, context);
  if (service.calls.size < MAX_CALLS) service.calls.set(commandName, call);
  return call;
}

function newCall(service: KnownService, { clientName = 'AWS', commandName = '' }: AwsContext): KnownCall {
  const { serviceId } = service.config as { serviceId?: unknown };
  const name = typeof serviceId === 'string' ? serviceId : clientName.replace(/Client$/, '');
  const operation = commandName.replace(/Command$/, '');
  return { service, name, operation, parameters: service.table[name]?.[operation] };
}

function recordCall(
  current: CurrentEntity,
  call: KnownCall,
  next: AwsHandler,
  args: AwsArguments,
): Promise<AwsResult> {
  const subsegment = current.beginSubsegment(call.name, { namespace: 'aws' });
  if (!subsegment.sampled) return next(sent(current, call, args));
  describeInput(subsegment, call, args.input);
  return send(subsegment, call, next, args).then(
    (result) => {
      describeResult(subsegment, call, result);
      linkReceived(subsegment, call, result.output);
      subsegment.close();
      return result;
    },
    (error) => {
      describeFailure(subsegment, call, error);
      throw error;
    },
  );
}

/** Other middleware may throw instead of rejecting, and so does the client then. */
function send(
  subsegment: Subsegment,
  call: KnownCall,
  next: AwsHandler,
  args: AwsArguments,
): Promise<AwsResult> {
  try {
    return context.run(subsegment as CurrentEntity, next, sent(subsegment, call, args));
  } catch (error) {
    describeFailure(subsegment, call, error);
    throw error;
  }
}

function sent(from: CurrentEntity | Subsegment, call: KnownCall, args: AwsArguments): AwsArguments {
  return call.service.propagate ? withHeaderInInput(from, call, args) : args;
}
