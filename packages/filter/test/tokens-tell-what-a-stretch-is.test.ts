import { expect, it } from 'vitest';
import { tokenize } from '../src/tokenizing.js';

function kinds(text: string): string {
  return tokenize(text)
    .map(({ kind, text: written }) => `${kind}:${written}`)
    .join(' ');
}

it.each([
  ['fault AND !user = "al"', 'keyword:fault logical:AND logical:! keyword:user operator:= string:"al"'],
  [
    'service(id(name: "a")){ok}',
    'function:service punctuation:( function:id punctuation:( keyword:name punctuation:: string:"a" punctuation:) punctuation:) punctuation:{ keyword:ok punctuation:}',
  ],
  ['Annotation[a b] contains gold', 'keyword:Annotation key:[a b] operator:contains word:gold'],
  ['annotation.x = TRUE', 'keyword:annotation.x operator:= boolean:TRUE'],
  ['duration >= -1.5e3 foo', 'keyword:duration operator:>= number:-1.5e3 word:foo'],
  ['rootcause.json = #[{}]', 'keyword:rootcause.json operator:= json:#[{}]'],
  ['user = "al', 'keyword:user operator:= string:"al'],
  ['ok && fault == 1', 'keyword:ok unknown:&& keyword:fault unknown:== number:1'],
  ['ok ;; 名前', 'keyword:ok unknown:;; word:名前'],
])('%s', (text, expected) => {
  expect(kinds(text)).toBe(expected);
});
