import { type CurrentEntity, defaultRecorder, type Recorder, type Subsegment } from '../../index.js';
import { type ChannelMessage, processWide, recordChannel } from '../channel/record-channel.js';

/** How GraphQL is recorded; everything may be left out. */
export interface GraphqlOptions {
  /** Whether each resolver that the schema has code for is a subsegment. Default `false`. */
  readonly resolvers?: boolean;
  /** Where problems are told; by default the default recorder. */
  readonly recorder?: Recorder;
}

/** What `graphql` says of an operation. */
interface OperationMessage extends ChannelMessage {
  readonly operationName?: string;
  readonly operationType?: string;
}

/** What it says of one field. */
interface ResolveMessage extends ChannelMessage {
  readonly fieldName?: string;
  readonly parentType?: string | { readonly name?: string };
  readonly isDefaultResolver?: boolean;
  readonly isTrivialResolver?: boolean;
}

/**
 * Records every operation that `graphql` (17 and later) executes in this process as a subsegment of what is current, with the
 * errors in its result. Variables and arguments are not recorded. Doing it again replaces the options.
 *
 * @example
 * graphql({ resolvers: true });
 */
export function graphql(options: GraphqlOptions = {}): void {
  const { place, isFirst } = processWide('graphql', options);
  const recorder = (): Recorder => place.options.recorder ?? defaultRecorder();
  if (isFirst) {
    const operation = { begin: beginOperation, end: endOperation, fail };
    recordChannel<OperationMessage>('graphql:execute', operation, recorder);
    recordChannel<OperationMessage>('graphql:subscribe', operation, recorder);
  }
  // Fields are many: nobody listens before somebody asks for them.
  if (options.resolvers === true && processWide('graphql.resolvers', options).isFirst) {
    const begin = (message: ResolveMessage, current: CurrentEntity): Subsegment | undefined =>
      place.options.resolvers === true ? beginField(message, current) : undefined;
    const end = (subsegment: Subsegment): void => subsegment.close();
    recordChannel<ResolveMessage>('graphql:resolve', { begin, end, fail }, recorder);
  }
}

function beginOperation(message: OperationMessage, current: CurrentEntity): Subsegment {
  const { operationType = 'operation', operationName } = message;
  const subsegment = current.beginSubsegment(
    `graphql ${operationType}${operationName ? ` ${operationName}` : ''}`,
  );
  subsegment.addMetadata('operation', { type: operationType, name: operationName }, 'graphql');
  return subsegment;
}

function beginField(message: ResolveMessage, current: CurrentEntity): Subsegment | undefined {
  const { fieldName, parentType, isDefaultResolver, isTrivialResolver } = message;
  if (isDefaultResolver === true || isTrivialResolver === true) return undefined;
  const type = typeof parentType === 'string' ? parentType : (parentType?.name ?? 'field');
  return current.beginSubsegment(`${type}.${fieldName}`);
}

/** Errors of resolvers do not fail the call; they are in its result. */
function endOperation(subsegment: Subsegment, { result }: OperationMessage): void {
  const { errors } = (result ?? {}) as { errors?: unknown };
  if (Array.isArray(errors)) {
    for (const error of errors) {
      const { originalError } = (error ?? {}) as { originalError?: unknown };
      subsegment.addError(originalError ?? error);
    }
  }
  subsegment.close();
}

function fail(subsegment: Subsegment, error: unknown): void {
  subsegment.close(error);
}
