import { tokenize } from '@radiograph/filter';
import type { VNode } from 'preact';
import './filter-text.css';

/** A stretch that is wrong, as offsets into the text. */
export interface WrongSpan {
  readonly start: number;
  readonly end: number;
}

/** A filter expression in its colours, what is wrong underlined. */
export function FilterText({
  text,
  wrong = [],
}: {
  readonly text: string;
  readonly wrong?: readonly WrongSpan[];
}): VNode {
  return (
    <code class="filter-text mono">
      {pieces(text).map((piece) => (
        <span key={piece.start} class={`token-${piece.kind} ${isWrong(piece, wrong) ? 'is-wrong' : ''}`}>
          {text.slice(piece.start, piece.end)}
        </span>
      ))}
    </code>
  );
}

interface Piece extends WrongSpan {
  readonly kind: string;
}

/** The tokens with the white space between them, so that the pieces make up the whole text. */
function pieces(text: string): readonly Piece[] {
  const all: Piece[] = [];
  let at = 0;
  for (const { kind, start, end } of tokenize(text)) {
    if (start > at) all.push({ kind: 'space', start: at, end: start });
    all.push({ kind, start, end });
    at = end;
  }
  if (at < text.length) all.push({ kind: 'space', start: at, end: text.length });
  return all;
}

function isWrong(piece: WrongSpan, wrong: readonly WrongSpan[]): boolean {
  return wrong.some((span) => span.start < piece.end && span.end > piece.start);
}
