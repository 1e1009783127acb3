import type { ProblemLog } from '../logging/problem-log.js';
import { jsonValue } from '../segment/json-value.js';
import { cutText } from '../segment/text.js';
import {
  describeError,
  type ExceptionFormat,
  type FormatException,
  MAX_MESSAGE,
  MAX_TYPE,
} from './format-exception.js';

const MAX_FRAMES = 50;

/** Describes errors as an application wants them. What it gives is copied and checked; where it throws, they are described as usual. */
export function describeBy(
  format: FormatException,
  problems: ProblemLog,
): (error: unknown) => ExceptionFormat {
  return (error) => {
    const usual = describeError(error);
    try {
      return { ...usual, ...checked(jsonValue(format(error))) };
    } catch (thrown) {
      const fields = { error: thrown };
      problems.report(
        'sdk/exception-format-failed',
        'formatException threw, so an error is written as usual',
        fields,
      );
      return usual;
    }
  };
}

function checked(given: unknown): ExceptionFormat {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return {};
  const { type, message, stack, truncated, remote } = given as Readonly<Record<string, unknown>>;
  return {
    ...(typeof type === 'string' && { type: cutText(type, MAX_TYPE) }),
    ...(typeof message === 'string' && { message: cutText(message, MAX_MESSAGE) }),
    ...(Array.isArray(stack) && { stack: stack.slice(0, MAX_FRAMES), truncated: undefined }),
    ...(typeof truncated === 'number' && { truncated }),
    ...(remote === true && { remote }),
  } as ExceptionFormat;
}
