import type { ExceptionDocument, StackFrame } from '@radiograph/protocol';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type EntityExceptions, isOwnFrame } from '../../model/trace-exceptions.js';
import { CutText } from '../../parts/cut-text.js';

interface ExceptionsTabProps {
  readonly thrown: EntityExceptions;
  select(id: string, tab?: string): void;
}

const FRAMES_SHOWN = 40;

/** What was thrown, with stacks and causes. */
export function ExceptionsTab({ thrown, select }: ExceptionsTabProps): VNode {
  const { chains, recordedAt } = thrown;
  if (chains.length === 0) return <p class="muted">Nothing was thrown here.</p>;
  return (
    <>
      {recordedAt !== undefined && (
        <p class="exception-place">
          Recorded where it was first seen:{' '}
          <button type="button" class="more" onClick={() => select(recordedAt, 'exceptions')}>
            go there
          </button>
        </p>
      )}
      {chains.map(({ exception, causes }) => (
        <article key={exception.id} class="exception">
          <Exception exception={exception} />
          {causes.map((cause) => (
            <div key={cause.id} class="exception-cause">
              <p class="muted">caused by</p>
              <Exception exception={cause} />
            </div>
          ))}
        </article>
      ))}
    </>
  );
}

function Exception({ exception }: { readonly exception: ExceptionDocument }): VNode {
  const { type, message, remote, stack = [], truncated = 0, skipped = 0 } = exception;
  return (
    <>
      <h3 class="exception-type">
        <CutText text={type ?? 'Exception'} limit={200} />
        {remote === true && <span class="muted"> in the callee</span>}
      </h3>
      {message !== undefined && (
        <p class="exception-message">
          <CutText text={message} limit={1_000} />
        </p>
      )}
      {stack.length > 0 && <Stack frames={stack} />}
      {skipped > 0 && <p class="muted">{skipped} more exceptions were skipped by the SDK</p>}
      {truncated > 0 && <p class="muted">{truncated} more frames were left out by the SDK</p>}
    </>
  );
}

function Stack({ frames }: { readonly frames: readonly StackFrame[] }): VNode {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? frames : frames.slice(0, FRAMES_SHOWN);
  return (
    <ol class="stack mono">
      {shown.map((frame, index) => (
        // A stack does not change, and recursion repeats frames.
        <li key={index} class={isOwnFrame(frame) ? 'is-own' : ''}>
          <span class="stack-label">
            <CutText text={frame.label || 'anonymous'} limit={200} />
          </span>
          <span class="stack-path">
            <CutText text={frame.path ?? ''} limit={300} />
            {frame.line !== undefined && `:${frame.line}`}
          </span>
        </li>
      ))}
      {frames.length > shown.length && (
        <li>
          <button type="button" class="more" onClick={() => setWhole(true)}>
            Show all {frames.length} frames
          </button>
        </li>
      )}
    </ol>
  );
}
