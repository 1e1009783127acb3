import type { VNode } from 'preact';
import './skeleton.css';

const ROWS = 12;

/** The shape of rows that are on their way, so that nothing moves when they come; readers hear the words. */
export function SkeletonRows({ words }: { readonly words: string }): VNode {
  return (
    <div class="skeleton" role="status">
      <span class="for-readers">{words}</span>
      {Array.from({ length: ROWS }, (_, index) => (
        <div key={index} class={`skeleton-row is-${index % 3}`} aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}
