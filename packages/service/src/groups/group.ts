import { randomUUID } from 'node:crypto';
import { arnPrefix } from '../settings/arn.js';

/** A named filter expression, as it is stored and as it travels. */
export interface Group {
  readonly GroupName: string;
  readonly GroupARN: string;
  /** Absent: every trace is in the group. */
  readonly FilterExpression?: string;
  readonly InsightsConfiguration: InsightsConfiguration;
}

/** Whether insights are wanted for a group. Kept, and without effect. */
export interface InsightsConfiguration {
  readonly InsightsEnabled: boolean;
  readonly NotificationsEnabled: boolean;
}

/** The group of all traces: always there, its filter fixed. */
export const defaultGroup: Group = {
  GroupName: 'Default',
  GroupARN: `${arnPrefix}group/Default`,
  InsightsConfiguration: { InsightsEnabled: false, NotificationsEnabled: false },
};

/** An ARN for a new group. A group that is made again under an old name is another group. */
export function newGroupArn(name: string): string {
  return `${arnPrefix}group/${name}/${randomUUID().replaceAll('-', '').toUpperCase()}`;
}
