/** What is in the service before an operation is tried: three traces, a group, a rule, a retrieval. */
export interface World {
  /** The start of the traces, epoch seconds. */
  readonly now: number;
  readonly ids: readonly string[];
  readonly groupArn: string;
  readonly retrievalToken: string;
}

/** A request that is answered, and what the answer holds at least. */
export type GoodCase = readonly [input: object, answer: object];

/** A request that is refused: by which message, and by which name if it is no InvalidRequestException. */
export type BadCase = readonly [input: object, message: RegExp, name?: string];

/** An operation's requests, in the order in which they are sent: first the bad ones, which must change nothing. */
export interface OperationCases {
  readonly good: readonly GoodCase[];
  readonly bad: readonly BadCase[];
}

/** An ARN of no group and no rule. */
export const unknownArn = 'arn:aws:xray:local:000000000000:group/gone/0';
/** The ARN of the rule that is always there. */
export const defaultRuleArn = 'arn:aws:xray:local:000000000000:sampling-rule/Default';
/** How the official client names what it is told with 404. */
export const notFound = 'ResourceNotFoundException';

/** A range around the world's traces. */
export function rangeOf({ now }: World) {
  return { StartTime: new Date((now - 60) * 1000), EndTime: new Date((now + 60) * 1000) };
}

/** The same from its end to its start. */
export function turned({ StartTime, EndTime }: ReturnType<typeof rangeOf>) {
  return { StartTime: EndTime, EndTime: StartTime };
}
