/** A text of a length that is one piece again and again. */
export function filledTo(length: number, piece: string): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** Texts of about so many characters that are all wrong, each in another way. */
export function hostileTexts(length: number): Readonly<Record<string, string>> {
  const filled = (piece: string): string => filledTo(length, piece);
  return {
    'open parentheses': filled('('),
    'closing parentheses': filled(')'),
    'pairs of parentheses': filled('()'),
    'open braces': filled('{'),
    'open blocks': filled('service(){'),
    'open selectors': filled('service('),
    'open ids': filled('service(id('),
    'open keys': filled('annotation['),
    'open keys with space': filled('annotation[ '),
    'open metadata': filled('metadata[a '),
    negations: filled('!'),
    numbers: filled('1'),
    'number after number': filled('1 '),
    'unknown words': filled('foo '),
    'one long word': filled('a'),
    'a long word with dots': filled('a.'),
    'annotation with dots': `annotation.${filled('.a')}`,
    operators: filled('='),
    'comparisons without values': filled('user = '),
    'logical words': filled('AND '),
    semicolons: filled('a;'),
    'an unterminated string': `user = "${filled('x')}`,
    'an unterminated string of escapes': `user = "${filled('\\"')}`,
    'wrong escapes': `user = "${filled('\\d')}"`,
    quotes: filled('"\''),
    'curly quotes': filled('“'),
    'open curly strings': filled('“a '),
    'lone surrogates': filled('\ud800'),
    'lone surrogates in a string': `user = "${filled('\udc00')}"`,
    'null characters': filled('\u0000'),
    'JSON arrays': `rootcause.json = #${filled('[')}`,
    'JSON objects': `rootcause.json = #[${filled('{"Services":[')}`,
    'JSON escapes': `rootcause.json = #["${filled('\\"')}`,
    'JSON starts': filled('#['),
    'JSON quotes': `rootcause.json = #[${filled('"a",')}]`,
    hashes: filled('# '),
    groups: filled('group.name = "nobody" '),
    'line breaks': filled('\n)'),
  };
}

/** Texts of about so many characters that are long, and right. */
export function longTexts(length: number): Readonly<Record<string, string>> {
  return {
    'conditions side by side': filledTo(length, 'ok fault ').replace(/ \w*$/, ''),
    'conditions joined by OR': `${'ok OR '.repeat(length / 6)}ok`,
    'white space': filledTo(length, ' '),
    'one string': `user = "${filledTo(length, 'x')}"`,
    'root causes': `rootcause.json = #[${'{},'.repeat(length / 3)}{}]`,
  };
}
