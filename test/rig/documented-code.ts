/** A block of code of a page. */
export interface CodeBlock {
  /** What is written after the fence: the language, then perhaps a word. */
  readonly info: string;
  readonly code: string;
  /** The line of the fence, to find it by. */
  readonly line: number;
}

/** The fenced blocks of a Markdown page, in order. */
export function codeBlocks(page: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { info: string; line: number; lines: string[] } | undefined;
  for (const [at, text] of page.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(text);
    if (fence === null) open?.lines.push(text);
    else if (open === undefined) open = { info: (fence[1] ?? '').trim(), line: at + 1, lines: [] };
    else {
      blocks.push({ info: open.info, line: open.line, code: `${open.lines.join('\n')}\n` });
      open = undefined;
    }
  }
  return blocks;
}
