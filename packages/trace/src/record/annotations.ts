import type { AnnotationValue } from '@radiograph/protocol';
import { quoted } from '../quoted.js';
import type { Trace } from '../trace.js';
import type { AnnotationRecord } from '../trace-record.js';
import { forEachEntity } from '../walk.js';
import { ValuesWithNodes } from './values-with-nodes.js';

/**
 * Collects the annotations of all segments and subsegments. Where there are more than `limit` pairs of key and value, those of
 * earlier segments are kept, within a segment those of earlier entities, within an entity those of lesser keys.
 */
export function annotationRecords(trace: Trace, limit: number): AnnotationRecord[] {
  const values = new ValuesWithNodes<{ readonly key: string; readonly value: AnnotationValue }>();
  forEachEntity(trace, ({ document }, segment) => {
    if (document.annotations === undefined) return;
    const entries = Object.entries(document.annotations);
    // Without a limit the order in which they are found makes no difference.
    if (Number.isFinite(limit)) entries.sort(byKey);
    for (const [key, value] of entries) {
      const text = typeof value === 'string' ? quoted(value) : value;
      const id = `[${quoted(key)},"${typeof value}",${text}]`;
      if (values.size < limit || values.has(id)) values.add(id, { key, value }, segment?.node);
    }
  });
  return values.sorted(({ key, value }, nodes) => ({ key, value, nodes }));
}

function byKey([a]: [string, AnnotationValue], [b]: [string, AnnotationValue]): number {
  return a < b ? -1 : 1;
}
