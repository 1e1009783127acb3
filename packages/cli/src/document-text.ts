import { DATAGRAM_HEADER, readDatagram } from '@radiograph/protocol';

/** The documents of a text, each as the JSON it is sent as, and what in the text is none. */
export interface DocumentText {
  readonly documents: readonly string[];
  /** One sentence for each part that cannot be read, with its lines. */
  readonly problems: readonly string[];
}

/** Lines that belong together: all of a text, or what follows one header line of a datagram. */
interface Section {
  readonly firstLine: number;
  readonly lines: readonly string[];
}

interface Part {
  readonly documents: readonly string[];
  readonly problem?: string;
}

/**
 * Reads segment documents in any of the forms in which people keep them: one JSON object, a JSON array (of objects, or of
 * documents as strings, as PutTraceSegments takes them), one JSON document a line, or datagrams, that is documents with a
 * header line before each. Whether a document is a good one is the service's to say.
 */
export function readDocumentText(text: string): DocumentText {
  const parts = splitAtHeaders(text.replace(/^\uFEFF/, '')).flatMap(readSection);
  return {
    documents: parts.flatMap((part) => part.documents),
    problems: parts.flatMap((part) => part.problem ?? []),
  };
}

function splitAtHeaders(text: string): Section[] {
  const sections: { firstLine: number; lines: string[] }[] = [{ firstLine: 1, lines: [] }];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (isHeader(line)) sections.push({ firstLine: index + 2, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections.filter(({ lines }) => lines.some(isWritten));
}

function isHeader(line: string): boolean {
  if (line.length > 4 * DATAGRAM_HEADER.length || !line.includes('version')) return false;
  return readDatagram(new TextEncoder().encode(`${line}\n{}`)).ok;
}

/** A section is one JSON value, or else one a line. */
function readSection({ firstLine, lines }: Section): Part[] {
  const last = firstLine + lines.length - 1;
  const whole = readPart(
    lines.join('\n').trim(),
    firstLine === last ? `line ${firstLine}` : `lines ${firstLine} to ${last}`,
  );
  if (whole.problem === undefined) return [whole];
  const perLine = lines.flatMap((line, index) =>
    isWritten(line) ? [readPart(line.trim(), `line ${firstLine + index}`)] : [],
  );
  return perLine.some((part) => part.problem === undefined) ? perLine : [whole];
}

function readPart(text: string, where: string): Part {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      documents: [],
      problem: `${where}: not JSON (${error instanceof Error ? error.message : String(error)})`,
    };
  }
  if (Array.isArray(value))
    return {
      documents: value.map((element) => (typeof element === 'string' ? element : JSON.stringify(element))),
    };
  if (typeof value === 'object' && value !== null) return { documents: [text] };
  return { documents: [], problem: `${where}: not a JSON object` };
}

function isWritten(line: string): boolean {
  return line.trim() !== '';
}
