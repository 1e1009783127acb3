/** What JSON writes otherwise than as it is: quotes, backslashes, control characters, and surrogates, which may be lone ones. */
const SPECIAL = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** The JSON of a text, as `JSON.stringify` gives it; several times as fast for ordinary short texts. */
export function quoted(text: string): string {
  return SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`;
}
