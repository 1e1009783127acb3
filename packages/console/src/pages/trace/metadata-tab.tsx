import type { Metadata } from '@radiograph/protocol';
import type { VNode } from 'preact';
import { JsonTree } from '../../parts/json-tree.js';

/** Metadata as a tree, by namespace, or how to add some. */
export function MetadataTab({ metadata }: { readonly metadata: Metadata }): VNode {
  const namespaces = Object.entries(metadata);
  if (namespaces.length === 0) {
    return (
      <p class="muted">
        No metadata. Keep any JSON beside the trace, for reading only:{' '}
        <code class="mono">sub.addMetadata('key', value)</code>
      </p>
    );
  }
  return (
    <>
      {namespaces.map(([namespace, values]) => (
        <JsonTree key={namespace} name={namespace} value={values} />
      ))}
    </>
  );
}
