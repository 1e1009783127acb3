import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CliError } from './cli-error.js';
import { readDocumentText } from './document-text.js';
import { putSegments, type Unprocessed } from './put-segments.js';

/** What `radiograph send` is told. */
export interface SendOptions {
  readonly to: URL;
}

/** Puts the documents of a file, or of stdin for `-`, and tells how many were taken and why the others were not. Gives the exit code. */
export async function send(file: string, { to }: SendOptions): Promise<0 | 1> {
  const { documents, problems } = readDocumentText(await read(file));
  if (documents.length + problems.length === 0) {
    throw new CliError(
      'cli/no-documents',
      `${file} holds no documents; it takes JSON, one document a line, or datagrams with header lines`,
    );
  }
  for (const problem of problems) complain(problem);
  const tally = { accepted: 0, refused: problems.length };
  try {
    for await (const answer of putSegments(documents, to)) {
      tally.accepted += answer.accepted;
      tally.refused += answer.unprocessed.length;
      for (const document of answer.unprocessed) complain(describe(document));
    }
  } catch (error) {
    // Part of a file may be stored by now, which must not go unsaid.
    if (tally.accepted > 0) tell(tally);
    throw error;
  }
  tell(tally);
  return tally.refused === 0 ? 0 : 1;
}

function tell({ accepted, refused }: { readonly accepted: number; readonly refused: number }): void {
  process.stdout.write(`${accepted} accepted, ${refused} refused\n`);
}

async function read(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('cli/unreadable-file', `${file} cannot be read: ${reason}`, { cause });
  }
}

function describe({ id, code, message }: Unprocessed): string {
  return `${id ?? 'a document without a readable id'}: ${code}${message && `: ${message}`}`;
}

function complain(sentence: string): void {
  process.stderr.write(`refused ${sentence}\n`);
}
