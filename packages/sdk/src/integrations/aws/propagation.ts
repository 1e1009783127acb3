import type { Entity } from '../../index.js';
import type { AwsArguments } from './client.js';
import type { KnownCall } from './describe.js';

type Input = Readonly<Record<string, unknown>>;
type Carry = (input: Input, header: string) => Input;

const ATTRIBUTE = 'AWSTraceHeader';

/**
 * Where messages, events and executions keep the trace header, so that whoever handles them can join or link the trace.
 * SNS and Lambda take it from the HTTP header. Source: the API references of SQS, EventBridge and Step Functions.
 */
const carriers: Readonly<Record<string, Readonly<Record<string, Carry>>>> = {
  SQS: {
    SendMessage: withAttribute,
    SendMessageBatch: (input, header) => withEach(input, header, withAttribute),
  },
  EventBridge: {
    PutEvents: (input, header) =>
      withEach(input, header, (entry) => withMember(entry, 'TraceHeader', header)),
  },
  SFN: {
    StartExecution: (input, header) => withMember(input, 'traceHeader', header),
    StartSyncExecution: (input, header) => withMember(input, 'traceHeader', header),
  },
};

/** The call with the trace header in what it sends, where that has a place for it. The caller's own objects are not changed. */
export function withHeaderInInput(
  from: Pick<Entity, 'downstreamHeader'>,
  { name, operation }: KnownCall,
  args: AwsArguments,
): AwsArguments {
  const carry = carriers[name]?.[operation];
  if (carry === undefined || typeof args.input !== 'object' || args.input === null) return args;
  const header = from.downstreamHeader();
  if (header === '') return args;
  return { ...args, input: carry(args.input as Input, header) };
}

function withMember(input: Input, member: string, header: string): Input {
  return input[member] === undefined ? { ...input, [member]: header } : input;
}

function withAttribute(message: Input, header: string): Input {
  const attributes = (message['MessageSystemAttributes'] ?? {}) as Input;
  if (attributes[ATTRIBUTE] !== undefined) return message;
  const attribute = { DataType: 'String', StringValue: header };
  return { ...message, MessageSystemAttributes: { ...attributes, [ATTRIBUTE]: attribute } };
}

function withEach(input: Input, header: string, carry: Carry): Input {
  const entries = input['Entries'];
  return Array.isArray(entries) ? { ...input, Entries: entries.map((entry) => carry(entry, header)) } : input;
}
