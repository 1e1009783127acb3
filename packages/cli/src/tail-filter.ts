import { type CompileKeep, DaemonError } from '@radiograph/daemon';
import { compileFilter, renderDiagnostic } from '@radiograph/filter';
import { parseDocuments } from '@radiograph/protocol';
import { assemble, traceRecord } from '@radiograph/trace';

/** What the daemon takes by HTTP. */
const LARGEST_DOCUMENT = 1024 * 1024;

/**
 * Compiles the daemon's tail rule from the filter language: a trace is assembled from what has arrived of it, as the service would, and
 * judged by the same predicate as a search.
 */
export const compileTailFilter: CompileKeep = (text) => {
  const compiled = compileFilter(text);
  if (!compiled.ok) {
    const list = compiled.diagnostics.map((diagnostic) => `\n${renderDiagnostic(text, diagnostic)}`).join('');
    throw new DaemonError('daemon/invalid-configuration', `the filter of --tail-keep cannot be used:${list}`);
  }
  const { filter } = compiled;
  return (traceId, documents) => {
    const parsed = documents.flatMap((bytes) => parseDocuments(bytes, { maxBytes: LARGEST_DOCUMENT }));
    const good = parsed.flatMap((one) => (one.accepted ? [one.document] : []));
    // What X-Ray would refuse is passed on, so that it is refused and told of there.
    if (good.length < parsed.length) return true;
    return filter.matches(traceRecord(assemble(traceId, good), 1));
  };
};
