import { type CurrentEntity, context } from '../../index.js';
import type { AwsHandler, AwsMessage } from './client.js';

/** Records each attempt of a call as a subsegment of the call's own; it is not current, so that its request is no second call. */
export function traceAttempt(next: AwsHandler): AwsHandler {
  return async (args) => {
    const current: CurrentEntity | undefined = context.getStore();
    if (current?.sampled !== true || current.kind !== 'subsegment') return next(args);
    const attempt = current.beginSubsegment('attempt');
    try {
      const result = await next(args);
      describe(attempt, result.response);
      attempt.close();
      return result;
    } catch (error) {
      const { $response } = (error ?? {}) as { $response?: unknown };
      const answered = describe(attempt, $response);
      attempt.addError(error, answered ? { kind: 'none', remote: true } : {});
      attempt.close();
      throw error;
    }
  };
}

function describe(attempt: ReturnType<CurrentEntity['beginSubsegment']>, response: unknown): boolean {
  const status = (response as AwsMessage | undefined)?.statusCode;
  if (typeof status !== 'number') return false;
  attempt.setHttp({ response: { status } });
  return true;
}
