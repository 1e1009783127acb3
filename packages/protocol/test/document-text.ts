import { type ParsedDocument, parseDocuments } from '../src/index.js';

/** A document in which nothing is to be cleaned, as JSON text, with members added before its own. */
export function documentText(members = ''): string {
  return `{${members}"name":"shop","id":"70de5b6f19ff9a0a","trace_id":"1-581cf771-a006649127e371903a2de979","start_time":1478293361.271,"end_time":1478293361.449}`;
}

/** Parses text as one would parse the bytes of a datagram. */
export function parse(text: string, maxBytes = 1024 * 1024): readonly ParsedDocument[] {
  return parseDocuments(new TextEncoder().encode(text), { maxBytes });
}

/** The rejection's code, or `accepted`, of each document. */
export function verdicts(parsed: readonly ParsedDocument[]): readonly string[] {
  return parsed.map((one) => (one.accepted ? 'accepted' : one.code));
}
