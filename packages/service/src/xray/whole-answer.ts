import { type TOptional, type TString, Type } from '@sinclair/typebox';
import { invalidMember, show, Text } from '../http/members.js';

/** The schema of a `NextToken` where answers are whole: see {@link checkToken}. */
export const NoToken: TOptional<TString> = Type.Optional(
  Text('no NextToken: everything comes in one answer'),
);

/**
 * Refuses a token where every answer is whole and none was given out.
 *
 * @throws ServiceError `service/invalid-request`
 */
export function checkToken(token: string | undefined): void {
  if (token !== undefined && token !== '')
    throw invalidMember(`NextToken is ${show(token)}; leave it out: everything comes in one answer.`);
}
