import { hasNameCharacters, isLongerThan, refusedCharacter } from './entity-name.js';
import { Flaw, shown } from './flaw.js';
import { limits } from './limits.js';
import { isObject } from './member-cleaning.js';
import { readSegmentId } from './segment-id.js';
import { readTraceId, splitTraceId } from './trace-id.js';

/** A segment or subsegment as it came, with the members that decide whether it is taken. */
export interface RawEntity {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly type?: unknown;
  readonly trace_id?: unknown;
  readonly parent_id?: unknown;
  readonly start_time?: unknown;
  readonly end_time?: unknown;
  readonly in_progress?: unknown;
  readonly [member: string]: unknown;
}

/** Whether a JSON value can be a segment or subsegment at all. */
export function isRawEntity(value: unknown): value is RawEntity {
  return isObject(value);
}

/** Checks what every segment and subsegment must have, embedded ones included: id, name and times. */
export function checkEntity(entity: RawEntity, nameCharacters: number, strict: boolean): Flaw | undefined {
  return checkId(entity.id) ?? checkName(entity.name, nameCharacters) ?? checkTimes(entity, strict);
}

/** Checks `id`. */
export function checkId(id: unknown): Flaw | undefined {
  if (typeof id === 'string' && readSegmentId(id) !== undefined) return undefined;
  if (isAbsent(id))
    return new Flaw('MissingId', 'id', 'is missing; give every segment and subsegment 16 hex digits');
  return new Flaw('InvalidId', 'id', `is ${shown(id)}; write 16 hex digits`);
}

/** Checks `trace_id` of a document that travels on its own. The age of the id is looked at where `nowS` is given. */
export function checkTraceId(traceId: unknown, nowS: number | undefined): Flaw | undefined {
  const id = typeof traceId === 'string' ? readTraceId(traceId) : undefined;
  if (id !== undefined) return nowS === undefined ? undefined : checkAge(id, nowS);
  if (isAbsent(traceId)) return new Flaw('MissingTraceId', 'trace_id', `is missing; write ${TRACE_ID_FORM}`);
  return new Flaw('InvalidTraceId', 'trace_id', `is ${shown(traceId)}; write ${TRACE_ID_FORM}`);
}

/** Checks `parent_id`: absent, null or empty means none, which a subsegment sent on its own may not have. */
export function checkParentId(parentId: unknown, required: boolean): Flaw | undefined {
  if (isAbsent(parentId) || parentId === '') {
    return required ? new Flaw('InvalidParentId', 'parent_id', `is missing; ${PARENT_ADVICE}`) : undefined;
  }
  if (typeof parentId === 'string' && readSegmentId(parentId) !== undefined) return undefined;
  return new Flaw('InvalidParentId', 'parent_id', `is ${shown(parentId)}; ${PARENT_ADVICE}`);
}

const TRACE_ID_FORM = '1-<8 hex digits>-<24 hex digits>, or the 32 hex digits of W3C';
const PARENT_ADVICE = "write the 16 hex digits of the caller's id";
const FINER_UNITS = [
  ['milliseconds', 1e3],
  ['microseconds', 1e6],
  ['nanoseconds', 1e9],
] as const;

function checkAge(id: string, nowS: number): Flaw | undefined {
  const { epochS } = splitTraceId(id);
  if (epochS < nowS - limits.strictTraceAgeS) {
    return new Flaw(
      'InvalidTraceId',
      'trace_id',
      `is ${shown(id)}, made more than 30 days ago; X-Ray takes no older ids`,
    );
  }
  if (epochS > nowS + limits.strictTraceAheadS) {
    return new Flaw(
      'InvalidTraceId',
      'trace_id',
      `is ${shown(id)}, made more than 5 minutes ahead; set the sender's clock`,
    );
  }
  return undefined;
}

function checkName(name: unknown, characters: number): Flaw | undefined {
  if (typeof name !== 'string') {
    return isAbsent(name)
      ? new Flaw('MissingName', 'name', 'is missing; name the service or the work')
      : new Flaw('InvalidName', 'name', `is ${shown(name)}; write a string`);
  }
  if (name === '') return new Flaw('InvalidName', 'name', 'is empty; name the service or the work');
  if (isLongerThan(name, characters)) {
    return new Flaw(
      'InvalidName',
      'name',
      `is ${shown(name)}, longer than ${characters} characters; shorten it`,
    );
  }
  if (hasNameCharacters(name)) return undefined;
  const problem = `is ${shown(name)} and holds ${shown(refusedCharacter(name))}; use letters, digits, spaces and _ . : / % & # = + \\ - @`;
  return new Flaw('InvalidName', 'name', problem);
}

function checkTimes(entity: RawEntity, strict: boolean): Flaw | undefined {
  const { start_time: start, end_time: end } = entity;
  if (!isTime(start)) return startTimeFlaw(start);
  if (isTime(end)) return strict && end < start ? endBeforeStart(start, end) : undefined;
  if (!isAbsent(end)) return new Flaw('InvalidEndTime', 'end_time', timeProblem(end));
  if (entity.in_progress === true) return undefined;
  return new Flaw('MissingEndTime', 'end_time', 'is missing; write epoch seconds, or in_progress: true');
}

function startTimeFlaw(start: unknown): Flaw {
  if (isAbsent(start)) return new Flaw('MissingStartTime', 'start_time', 'is missing; write epoch seconds');
  return new Flaw('InvalidStartTime', 'start_time', timeProblem(start));
}

function endBeforeStart(start: number, end: number): Flaw {
  return new Flaw(
    'InvalidEndTime',
    'end_time',
    `is ${end}, before start_time ${start}; swap or correct them`,
  );
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= limits.latestTimeS;
}

function timeProblem(value: unknown): string {
  if (typeof value !== 'number') return `is ${shown(value)}; write epoch seconds as a number`;
  for (const [unit, perSecond] of FINER_UNITS) {
    const seconds = Math.round((value / perSecond) * 1e6) / 1e6;
    if (seconds > 1 && seconds <= limits.latestTimeS) {
      return `is ${value}, which looks like ${unit}; write epoch seconds, such as ${seconds}`;
    }
  }
  return `is ${value}; write epoch seconds, 0 or later`;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
