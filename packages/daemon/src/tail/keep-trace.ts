/** Whether a trace is passed on whatever the percentage, from the documents of it that have arrived. */
export type KeepTrace = (traceId: string, documents: readonly Uint8Array[]) => boolean;

/**
 * Makes a {@link KeepTrace} from the text of a setting. The daemon knows no language for it: whoever starts it brings one.
 *
 * @throws DaemonError `daemon/invalid-configuration` for a text that is none of the language
 */
export type CompileKeep = (text: string) => KeepTrace;
