const PIECES =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_][\w$]*|\s+|[\s\S]/g;

const CLAUSES = new Set(
  'SELECT FROM WHERE HAVING LIMIT OFFSET VALUES SET RETURNING UNION EXCEPT INTERSECT GROUP ORDER JOIN LEFT RIGHT INNER FULL CROSS ON WITH WINDOW'.split(
    ' ',
  ),
);
const JOINS = new Set(['LEFT', 'RIGHT', 'INNER', 'FULL', 'CROSS']);
const CONDITIONS = new Set(['AND', 'OR']);
const LONGEST = 20_000;
const SHORT = 60;

/**
 * A query with a line for each clause, conditions indented; what is inside of brackets and quotes stays as it is. A short query
 * stays on its line, and so does one that already has several.
 */
export function sqlLines(query: string): string {
  const text = query.trim();
  if (text.length <= SHORT || text.length > LONGEST || text.includes('\n')) return text;
  let depth = 0;
  let between = false;
  let before = '';
  let lines = '';
  for (const [piece] of text.matchAll(PIECES)) {
    const word = piece.toUpperCase();
    if (piece === '(') depth += 1;
    if (piece === ')') depth = Math.max(0, depth - 1);
    if (/^\s+$/.test(piece)) {
      lines += ' ';
      continue;
    }
    if (depth === 0 && lines !== '' && !(word === 'AND' && between)) lines = broken(lines, word, before);
    if (word === 'BETWEEN') between = true;
    else if (word === 'AND') between = false;
    lines += piece;
    if (/^\w/.test(piece)) before = word;
  }
  return lines;
}

function broken(lines: string, word: string, before: string): string {
  if (CONDITIONS.has(word)) return `${lines.trimEnd()}\n  `;
  if (!CLAUSES.has(word)) return lines;
  const isJoined = (word === 'JOIN' && (JOINS.has(before) || before === 'OUTER')) || before === 'DELETE';
  return isJoined ? lines : `${lines.trimEnd()}\n`;
}
