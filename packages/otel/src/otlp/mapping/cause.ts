import type { Cause, ExceptionDocument } from '@radiograph/protocol';
import { otlpLimits } from '../limits.js';
import type { Span, SpanEvent } from '../trace-request.js';
import { defined } from './defined.js';
import { deriveId } from './derived-id.js';
import { isAwsCall } from './role.js';
import { type SpanAttributes, textOf } from './span-attributes.js';
import { readStack, type StackedException } from './stack.js';

/** Purposes of ids derived from a span's from here on are its exceptions; those below are its documents. */
const FIRST_EXCEPTION = 16;
const ERROR_STATUS = 2;

/** Whether an event is told as an exception, and so needs no place elsewhere. */
export function isException(event: SpanEvent, attributes: SpanAttributes): boolean {
  return event.name === 'exception' || isRequestFailure(event, attributes);
}

/**
 * The exceptions of a span: those its `exception` events tell, with their causes as far as stacks tell them, and for calls of AWS SDKs
 * each `HTTP request failure` (an attempt that failed, as `<status>@<epoch seconds>@<message>`). Where there is no such event and
 * the span's status is an error, its message is one exception. `remote` says that the span is a call.
 */
export function causeOf(
  span: Span,
  attributes: SpanAttributes,
  remote: boolean,
  language: string | undefined,
): Cause | undefined {
  const exceptions: ExceptionDocument[] = [];
  const add: Add = (exception) => {
    exceptions.push({
      id: deriveId(span.spanId, FIRST_EXCEPTION + exceptions.length),
      ...exception,
      ...(remote && { remote }),
    });
  };
  let skipped = 0;
  for (const event of span.events) {
    if (!isException(event, attributes)) continue;
    if (exceptions.length >= otlpLimits.exceptions) skipped++;
    else if (event.name === 'exception') addException(span, event, language, exceptions, add);
    else add(requestFailure(event));
  }
  if (exceptions.length === 0 && span.status.code === ERROR_STATUS) addStatus(span, attributes, add);
  const [first] = exceptions;
  if (first === undefined) return undefined;
  return { exceptions: skipped === 0 ? exceptions : [{ ...first, skipped }, ...exceptions.slice(1)] };
}

/** Adds an exception; its id is the next one. */
type Add = (exception: Omit<ExceptionDocument, 'id' | 'remote'>) => void;

function addException(
  span: Span,
  { attributes }: SpanEvent,
  language: string | undefined,
  exceptions: readonly ExceptionDocument[],
  add: Add,
): void {
  const [own, ...causes] = readStack(
    textOf(attributes.get('exception.stacktrace')) ?? '',
    language,
    otlpLimits.stackFrames,
  );
  const chain = [
    {
      type: textOf(attributes.get('exception.type')) ?? own?.type,
      message: textOf(attributes.get('exception.message')) ?? own?.message,
      frames: own?.frames ?? [],
      truncated: own?.truncated ?? 0,
    },
    ...causes.slice(0, otlpLimits.exceptions - exceptions.length - 1),
  ];
  for (const [i, exception] of chain.entries()) {
    const last = i === chain.length - 1;
    add(
      described(exception, last ? undefined : deriveId(span.spanId, FIRST_EXCEPTION + exceptions.length + 1)),
    );
  }
}

function described(
  { type, message, frames, truncated }: StackedException,
  cause: string | undefined,
): ExceptionDocument {
  const exception = defined<ExceptionDocument>({
    type,
    message,
    stack: frames.length === 0 ? undefined : frames,
    truncated: truncated === 0 ? undefined : truncated,
    cause,
  });
  return exception ?? { message: '' };
}

function isRequestFailure(event: SpanEvent, attributes: SpanAttributes): boolean {
  return event.name === 'HTTP request failure' && isAwsCall(attributes);
}

function requestFailure({ attributes, time }: SpanEvent): ExceptionDocument {
  const status =
    textOf(attributes.get('http.response.status_code')) ?? textOf(attributes.get('http.status_code')) ?? '';
  const message = textOf(attributes.get('aws.http.error_message')) ?? '';
  return { type: 'aws.http.error.event', message: `${status}@${time}@${message}` };
}

function addStatus(span: Span, attributes: SpanAttributes, add: Add): void {
  const message = span.status.message || attributes.seeText(['http.status_text']);
  const exception = defined<ExceptionDocument>({ type: attributes.seeText(['error.type']), message });
  if (exception !== undefined) add(exception);
}
