import { renderDiagnostic } from '@radiograph/filter';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { filterDiagnostics } from '../../model/filter-check.js';
import { setOptions } from '../../view/address.js';

/** Where the second set is chosen: by an expression, or one of the usual ones. */
export function OtherFilter({ all }: { readonly all: string }): VNode {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = (): void => {
    const [first] = filterDiagnostics(text);
    if (first !== undefined) setProblem(renderDiagnostic(text, first));
    else setOptions({ other: text.trim() || all });
  };
  return (
    <form
      class="analytics-other"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label>
        <span class="analytics-name is-B">B</span>
        <input
          class="mono"
          aria-label="A second filter to compare with"
          placeholder="A second filter to compare with"
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setProblem(undefined);
          }}
        />
      </label>
      <button type="submit" class="button">
        Compare
      </button>
      <button type="button" class="button quiet" onClick={() => setOptions({ other: all })}>
        with all traces
      </button>
      <button type="button" class="button quiet" onClick={() => setOptions({ other: 'ok' })}>
        with those that went well
      </button>
      {problem !== undefined && (
        <pre class="analytics-problem mono" role="alert">
          {problem}
        </pre>
      )}
    </form>
  );
}
