import { parseComparison, skipComparison } from './comparison-parsing.js';
import { Cursor } from './cursor.js';
import type { DiagnosticList } from './diagnostic.js';
import type { EdgeExpression, Expression, RootCauseKind, RootCauseLevel, Selector } from './expression.js';
import type { Groups } from './groups.js';
import { isLogicalWord } from './lexeme.js';
import { lex } from './lexer.js';
import { rootCauseOf } from './root-cause-word.js';
import { parseSelector } from './selector-parsing.js';

/** How many parentheses, blocks and `!` may stand inside one another. */
export const MAX_DEPTH = 200;

/** How tightly an operator binds. AND binds tighter than OR, and so does AND left out. */
const power = { or: 1, and: 2 } as const;

type LogicalOperator = keyof typeof power;

/**
 * Reads a filter expression into its tree, without checking fields and types. Undefined for an empty text, and wherever nothing could be read.
 * Goes on after every problem, so that all of them are reported; the tree is of use only if none was.
 */
export function parse(text: string, diagnostics: DiagnosticList, groups: Groups): Expression | undefined {
  return new Parser(new Cursor(text, lex(text, diagnostics), diagnostics), groups).run();
}

/** A Pratt parser: `!` is the only prefix operator, AND and OR the infix ones. Every method gives undefined where it has reported why. */
class Parser {
  readonly #cursor: Cursor;
  readonly #groups: Groups;
  #depth = 0;

  constructor(cursor: Cursor, groups: Groups) {
    this.#cursor = cursor;
    this.#groups = groups;
  }

  run(): Expression | undefined {
    const cursor = this.#cursor;
    if (cursor.atEnd()) return undefined;
    const expressions = [this.#operators(power.or)];
    while (!cursor.atEnd()) {
      const { start, end, value } = cursor.next();
      cursor.report({
        code: 'filter/unexpected-token',
        message: `This "${value}" closes nothing.`,
        start,
        end,
      });
      if (!cursor.atEnd() && !this.#atCloser()) expressions.push(this.#operators(power.or));
    }
    return joined('and', expressions);
  }

  /** Operands joined by operators that bind at least so tightly. A run of the same operator becomes one node. */
  #operators(minimum: number): Expression | undefined {
    let left = this.#operand();
    for (;;) {
      const operator = this.#infix();
      if (operator === undefined || power[operator] < minimum) return left;
      const operands = [left];
      while (this.#infix() === operator) {
        if (this.#atLogicalWord()) this.#cursor.next();
        operands.push(this.#operators(power[operator] + 1));
      }
      left = joined(operator, operands);
    }
  }

  /** The operator that comes next. Two operands side by side are joined by AND. */
  #infix(): LogicalOperator | undefined {
    if (this.#cursor.atEnd() || this.#atCloser()) return undefined;
    return this.#cursor.atWord('or') ? 'or' : 'and';
  }

  #operand(): Expression | undefined {
    const cursor = this.#cursor;
    if (cursor.atSymbol('!')) return this.#nested(() => this.#not());
    if (cursor.atSymbol('(')) return this.#nested(() => this.#parenthesised());
    if (cursor.atEnd() || this.#atCloser() || this.#atLogicalWord()) return this.#missing();
    if (cursor.current.kind === 'word') return this.#word();
    return this.#misplaced();
  }

  #not(): Expression | undefined {
    const { start } = this.#cursor.next();
    const operand = this.#operand();
    return operand && { kind: 'not', operand, start, end: this.#cursor.consumedEnd };
  }

  /** Parentheses leave no node: the tree says what they said. */
  #parenthesised(): Expression | undefined {
    this.#cursor.next();
    const expression = this.#operators(power.or);
    this.#close(')', '(');
    return expression;
  }

  #word(): Expression | undefined {
    const { value } = this.#cursor.current;
    if (value === 'service') return this.#service();
    if (value === 'edge') return this.#edge();
    if (value === 'id') return this.#bareId();
    if (value === 'not') return this.#wordNot();
    const rootCause = rootCauseOf(value);
    if (rootCause !== undefined) return this.#rootCause(rootCause);
    const comparison = parseComparison(this.#cursor, this.#groups);
    if (comparison === undefined) this.#skipUnreadable();
    return comparison;
  }

  #service(): Expression | undefined {
    const cursor = this.#cursor;
    const { start } = cursor.next();
    const selectors = this.#selectors('service', 1);
    const block = this.#block();
    if (selectors === undefined) return undefined;
    const [selector = emptySelector(start)] = selectors;
    return { kind: 'service', selector, ...block, start, end: cursor.consumedEnd };
  }

  #edge(): EdgeExpression | undefined {
    const cursor = this.#cursor;
    const { start } = cursor.next();
    const selectors = this.#selectors('edge', 2);
    const block = this.#block();
    if (selectors === undefined) return undefined;
    const [from = emptySelector(start), to = emptySelector(start)] = selectors;
    return { kind: 'edge', from, to, ...block, start, end: cursor.consumedEnd };
  }

  /** The selectors between a function's parentheses. Undefined: reported, and passed over. */
  #selectors(name: string, count: number): readonly Selector[] | undefined {
    const cursor = this.#cursor;
    if (!cursor.takeSymbol('(')) return this.#expected('(', `${name} is followed by parentheses.`);
    const selectors: Selector[] = [];
    for (let read = 0; read < count; read += 1) {
      if (read > 0 && !cursor.takeSymbol(','))
        return this.#wrongArguments(',', 'edge() takes two nodes, the caller and the called.');
      const selector = parseSelector(cursor);
      if (selector === undefined) return this.#skipArguments();
      selectors.push(selector);
    }
    return cursor.takeSymbol(')') ? selectors : this.#wrongArguments(')', `${name}( is not closed.`);
  }

  #wrongArguments(expected: string, message: string): undefined {
    this.#expected(expected, message);
    return this.#skipArguments();
  }

  #skipArguments(): undefined {
    this.#cursor.skipArguments();
    return undefined;
  }

  #rootCause(rootCause: {
    readonly cause: RootCauseKind;
    readonly level: RootCauseLevel;
  }): Expression | undefined {
    const cursor = this.#cursor;
    const { start, value } = cursor.next();
    if (!cursor.atSymbol('{')) return this.#expected('{', `${value} is followed by a block.`);
    const block = this.#block();
    return { kind: 'rootcause', ...rootCause, ...block, start, end: cursor.consumedEnd };
  }

  /** `{ expression }`, if one follows. An empty block is as none. */
  #block(): { readonly block?: Expression } {
    const cursor = this.#cursor;
    if (!cursor.atSymbol('{')) return {};
    const block = this.#nested(() => {
      cursor.next();
      const expression = cursor.atSymbol('}') ? undefined : this.#operators(power.or);
      this.#close('}', '{');
      return expression;
    });
    return block === undefined ? {} : { block };
  }

  #nested(read: () => Expression | undefined): Expression | undefined {
    if (this.#depth >= MAX_DEPTH) return this.#tooDeep();
    this.#depth += 1;
    const expression = read();
    this.#depth -= 1;
    return expression;
  }

  #tooDeep(): undefined {
    const { start, end } = this.#cursor.current;
    const message = `This nests deeper than ${MAX_DEPTH} levels.`;
    this.#cursor.report({ code: 'filter/too-deep', message, start, end });
    this.#cursor.diagnostics.close();
    return undefined;
  }

  #close(symbol: string, opened: string): void {
    if (!this.#cursor.takeSymbol(symbol))
      this.#expected(symbol, `A "${opened}" before this place is not closed.`);
  }

  #expected(symbol: string, message: string): undefined {
    const { start, end } = this.#cursor.current;
    this.#cursor.report({ code: 'filter/expected-token', message, start, end, expected: [symbol] });
    return undefined;
  }

  #missing(): undefined {
    const { start, end } = this.#cursor.current;
    const expected = ['a keyword', 'service()', 'edge()', '(', '!'];
    this.#cursor.report({
      code: 'filter/expected-expression',
      message: 'A condition is missing here.',
      start,
      end,
      expected,
    });
    return undefined;
  }

  #bareId(): undefined {
    const { start, end } = this.#cursor.next();
    const message = 'id() names a node and stands inside service() or edge().';
    this.#cursor.report({ code: 'filter/not-allowed-here', message, start, end, suggestion: 'service(id' });
    this.#skipUnreadable();
    return undefined;
  }

  #wordNot(): Expression | undefined {
    const { start, end } = this.#cursor.next();
    this.#cursor.report({
      code: 'filter/unknown-keyword',
      message: 'Negation is written "!".',
      start,
      end,
      suggestion: '!',
    });
    return this.#nested(() => this.#operand());
  }

  /** A run of lexemes that can begin no condition: one diagnostic for all of them. */
  #misplaced(): undefined {
    const cursor = this.#cursor;
    const { start } = cursor.current;
    while (this.#atMisplaced()) cursor.next();
    cursor.report({
      code: 'filter/unexpected-token',
      message: 'This belongs to no condition; a condition begins with a keyword.',
      start,
      end: cursor.consumedEnd,
      expected: ['a keyword', 'service()', 'edge()', '(', '!'],
    });
    return undefined;
  }

  #atMisplaced(): boolean {
    const { kind } = this.#cursor.current;
    if (kind === 'end' || kind === 'word') return false;
    return (
      kind !== 'symbol' || !(this.#atCloser() || this.#cursor.atSymbol('(') || this.#cursor.atSymbol('!'))
    );
  }

  /** After something unreadable, passes over the value, arguments and block that were meant for it. */
  #skipUnreadable(): void {
    skipComparison(this.#cursor);
    if (this.#cursor.takeSymbol('(')) this.#cursor.skipArguments();
    this.#block();
  }

  #atCloser(): boolean {
    return this.#cursor.atSymbol(')') || this.#cursor.atSymbol('}');
  }

  #atLogicalWord(): boolean {
    return this.#cursor.current.kind === 'word' && isLogicalWord(this.#cursor.current.value);
  }
}

function emptySelector(start: number): Selector {
  return { start, end: start };
}

/** Operands that could not be read are left out: they are reported, and the rest is still to be checked. */
function joined(
  operator: LogicalOperator,
  read: readonly (Expression | undefined)[],
): Expression | undefined {
  const operands = read.filter((operand) => operand !== undefined);
  const [first] = operands;
  const last = operands.at(-1);
  if (first === undefined || last === undefined || operands.length === 1) return first;
  return { kind: operator, operands, start: first.start, end: last.end };
}
