import type { SqlInput } from './driver.js';

/** A piece of SQL with the values that its question marks stand for, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlInput[];
}

/**
 * Writes SQL from a template: pieces of SQL are put in as they are, anything else is bound. So no value ever becomes part of a statement.
 *
 * @example
 * sql`party = ${7} AND ${sql`flags & ${4}`}` // party = ? AND flags & ?, with 7 and 4
 */
export function sql(parts: TemplateStringsArray, ...holes: readonly (SqlInput | Sql)[]): Sql {
  let text = parts[0] ?? '';
  const values: SqlInput[] = [];
  holes.forEach((hole, i) => {
    if (isSql(hole)) {
      text += hole.text;
      values.push(...hole.values);
    } else {
      text += '?';
      values.push(hole);
    }
    text += parts[i + 1] ?? '';
  });
  return { text, values };
}

/** Text of our own as SQL: names of columns and the like, never anything that came from outside. */
export function rawSql(text: string): Sql {
  return { text, values: [] };
}

/** Conditions joined by an operator, in brackets. */
export function joinSql(pieces: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  return {
    text: `(${pieces.map(({ text }) => text).join(` ${operator} `)})`,
    values: pieces.flatMap(({ values }) => values),
  };
}

function isSql(hole: SqlInput | Sql): hole is Sql {
  return hole !== null && typeof hole === 'object' && 'text' in hole;
}
