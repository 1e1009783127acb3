import type { Expression } from '../src/expression.js';

/** Rebuilds an expression from its leaves up, each node replaced by what the change makes of it. */
export function rewrite(expression: Expression, change: (node: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return change({
        ...expression,
        operands: expression.operands.map((operand) => rewrite(operand, change)),
      });
    case 'not':
      return change({ ...expression, operand: rewrite(expression.operand, change) });
    case 'service':
    case 'edge':
    case 'rootcause':
      return change(
        expression.block ? { ...expression, block: rewrite(expression.block, change) } : expression,
      );
    case 'group':
      return change(
        expression.expression
          ? { ...expression, expression: rewrite(expression.expression, change) }
          : expression,
      );
    default:
      return change(expression);
  }
}

/** Rebuilds only what stands outside of blocks. */
export function rewriteTrace(expression: Expression, change: (node: Expression) => Expression): Expression {
  if (expression.kind === 'and' || expression.kind === 'or') {
    return { ...expression, operands: expression.operands.map((operand) => rewriteTrace(operand, change)) };
  }
  if (expression.kind === 'not') return { ...expression, operand: rewriteTrace(expression.operand, change) };
  return change(expression);
}
