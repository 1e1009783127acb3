import type { EntityDocument } from '@radiograph/protocol';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { CopyButton } from '../../parts/copy-button.js';
import { CutText } from '../../parts/cut-text.js';

const FIRST_SHOWN = 20_000;

/** The document as the service has it, subsegments folded in. */
export function RawTab({ document }: { readonly document: EntityDocument }): VNode {
  const json = useMemo(() => JSON.stringify(document, null, 2), [document]);
  return (
    <div class="raw">
      <CopyButton text={json} label="Copy the document" />
      <pre class="mono">
        <CutText text={json} limit={FIRST_SHOWN} />
      </pre>
    </div>
  );
}
