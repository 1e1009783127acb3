import type { Annotations } from '@radiograph/protocol';
import type { VNode } from 'preact';
import { oneLine } from '../../model/cut-text.js';
import { annotationFilter } from '../../model/filter-text.js';
import { CutText } from '../../parts/cut-text.js';
import { Icon } from '../../parts/icon.js';
import { hrefTo } from '../../view/address.js';

/** All annotations of an entity, or how to set one. */
export function AnnotationsTab({ annotations }: { readonly annotations: Annotations }): VNode {
  if (Object.keys(annotations).length > 0) return <AnnotationRows annotations={annotations} />;
  return (
    <p class="muted">
      No annotations. Set one where the work is done, and search by it:{' '}
      <code class="mono">xray.annotate('key', value)</code>
    </p>
  );
}

/** Annotations in rows; each leads to the traces that have the same value. */
export function AnnotationRows({ annotations }: { readonly annotations: Annotations }): VNode {
  return (
    <dl class="fields annotations">
      {Object.entries(annotations).map(([key, value]) => {
        const filter = annotationFilter(key, value);
        return (
          <div key={key}>
            <dt class="mono">
              <CutText text={key} limit={120} />
            </dt>
            <dd>
              <span class={`mono ${typeof value === 'string' ? '' : 'is-scalar'}`}>
                <CutText text={String(value)} />
              </span>
              <a
                class="button quiet square"
                href={hrefTo({ page: 'traces' }, { filter })}
                title={`View traces with ${oneLine(filter, 200)}`}
                aria-label={`View traces with ${oneLine(filter, 200)}`}
              >
                <Icon name="filter" />
              </a>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
