import { type Completion, completeFilter } from '@radiograph/filter';
import { Type } from '@sinclair/typebox';
import type { BodyBudget } from '../http/body-budget.js';
import type { Exchange } from '../http/exchange.js';
import { memberReader, Text } from '../http/members.js';
import { parseJsonObject } from '../http/parse-json.js';
import { withBody } from '../http/read-body.js';
import type { RecentVocabulary } from './recent-vocabulary.js';

const maxBodyBytes = 64 * 1024;

const readInput = memberReader(
  Type.Object({
    text: Text('the filter expression being written, at most 10,000 characters', { maxLength: 10_000 }),
    cursor: Type.Optional(
      Type.Integer({ minimum: 0, expects: 'where the cursor stands, in UTF-16 units from the start' }),
    ),
  }),
);

/** The answer of `POST /radiograph/v1/complete`: ways to go on at the cursor, best first. */
export interface CompleteAnswer {
  readonly completions: readonly Completion[];
}

/** Answers how the filter expression being written may go on at the cursor. */
export async function complete(
  exchange: Exchange,
  vocabulary: RecentVocabulary,
  budget: BodyBudget,
): Promise<Response> {
  const { text, cursor } = await withBody(exchange.env.incoming, maxBodyBytes, budget, async (body) =>
    readInput(parseJsonObject(body)),
  );
  const answer: CompleteAnswer = {
    completions: completeFilter(text, cursor ?? text.length, await vocabulary.get()),
  };
  return exchange.json(answer);
}
