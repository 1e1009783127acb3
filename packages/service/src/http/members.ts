import { limits, ProtocolError, parseTraceId } from '@radiograph/protocol';
import { type Static, type TNumber, type TSchema, type TString, type TUnion, Type } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import { type ValueError, ValueErrorType } from '@sinclair/typebox/errors';
import { ServiceError } from '../service-error.js';

const timeForms = 'epoch seconds (1700000000.5) or ISO 8601 ("2026-01-31T10:00:00Z")';

/** The schema of a time on the wire: epoch seconds or ISO 8601. Read it with {@link readTime}. */
export const Time: TUnion<[TNumber, TString]> = Type.Union([Type.Number(), Type.String()], {
  expects: timeForms,
});

/** The schema of a text; `expects` finishes the sentence "write …". What is `hidden` stands in no message. */
export function Text(
  expects: string,
  bounds: { minLength?: number; maxLength?: number; hidden?: true } = {},
): TString {
  return Type.String({ ...bounds, expects });
}

/** Checks a request's members against a schema, compiled once; gives them typed. */
export type MemberReader<S extends TSchema> = (members: unknown) => Static<S>;

/**
 * Compiles a schema into a reader that names the first member that is wrong, its value, and what to write instead
 * (the schema's own `expects`).
 */
export function memberReader<S extends TSchema>(schema: S): MemberReader<S> {
  const check: TypeCheck<S> = TypeCompiler.Compile(schema);
  return (members) => {
    if (check.Check(members)) return members;
    const error = check.Errors(members).First();
    throw invalidMember(error === undefined ? 'The request is not valid.' : describe(error));
  };
}

const isoTime = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * Reads a {@link Time} as epoch seconds; a time of day without a zone counts as UTC.
 *
 * @throws ServiceError `service/invalid-request`
 */
export function readTime(member: string, value: number | string): number {
  const seconds = typeof value === 'number' ? value : parseIso(value);
  if (Number.isNaN(seconds)) throw invalidMember(`${member} is ${show(value)}; write ${timeForms}.`);
  if (Math.abs(seconds) > limits.latestTimeS) {
    throw invalidMember(`${member} is ${show(value)}, which looks like milliseconds; write seconds.`);
  }
  return seconds;
}

/** Reads a `StartTime`, `EndTime` pair as epoch seconds, `[start, end)`; with `maxS`, no longer than that. */
export function readRange(
  members: { readonly StartTime: number | string; readonly EndTime: number | string },
  maxS: number = Number.POSITIVE_INFINITY,
): { readonly start: number; readonly end: number } {
  const start = readTime('StartTime', members.StartTime);
  const end = readTime('EndTime', members.EndTime);
  if (end < start)
    throw invalidMember(
      `EndTime (${end}) is before StartTime (${start}); write the earlier time as StartTime.`,
    );
  if (end - start > maxS) {
    throw invalidMember(
      `StartTime to EndTime are ${end - start} seconds; ask for at most ${maxS} (${maxS / 3600} hours).`,
    );
  }
  return { start, end };
}

/** Reads the `TraceIds` of a request, in X-Ray's or W3C's form, each once. */
export function readTraceIds(texts: readonly string[]): readonly string[] {
  const ids = texts.map((text, index) => {
    try {
      return parseTraceId(text);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw invalidMember(
        `TraceIds[${index}] is ${show(text)}; write 1-<8 hex digits>-<24 hex digits>, or the 32 hex digits of W3C.`,
      );
    }
  });
  return [...new Set(ids)];
}

/** The error of a member that is not as it should be. */
export function invalidMember(detail: string): ServiceError {
  return new ServiceError('service/invalid-request', detail);
}

/** A value as a message shows it: short, on one line. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function parseIso(text: string): number {
  if (!isoTime.test(text)) return Number.NaN;
  const zoned = text.length <= 10 || /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  return Date.parse(zoned) / 1000;
}

function describe(error: ValueError): string {
  const member = memberName(error.path);
  const expects: unknown = error.schema['expects'];
  const advice = typeof expects === 'string' ? expects : error.message.toLowerCase();
  if (error.type === ValueErrorType.ObjectRequiredProperty) return `${member} is missing; write ${advice}.`;
  const value = error.schema['hidden'] === true ? 'not right' : show(error.value);
  return `${member} is ${value}; write ${advice}.`;
}

/** `/A/0/B` as people write it: `A[0].B`. */
function memberName(path: string): string {
  const parts = path.split('/').slice(1);
  const name = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('');
  return name.replace(/^\./, '') || 'The request';
}
