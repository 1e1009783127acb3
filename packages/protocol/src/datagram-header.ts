/** The line that goes before every document in a datagram. */
export const DATAGRAM_HEADER: string = '{"format":"json","version":1}\n';

/**
 * The line that goes before several documents in a datagram, each on a line of its own. Only for a receiver that says it takes
 * them: to AWS's daemon what follows any header is one document.
 */
export const PACKED_DATAGRAM_HEADER: string = '{"format":"json","version":1,"documents":"lines"}\n';
