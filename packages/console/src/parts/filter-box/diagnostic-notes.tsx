import { type Diagnostic, renderDiagnostic } from '@radiograph/filter';
import type { VNode } from 'preact';

interface DiagnosticNotesProps {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Takes the repaired text. */
  repair(text: string): void;
}

const SHOWN = 4;

/** What is wrong with a filter, each with a caret under its place and, where one is known, its repair. */
export function DiagnosticNotes({ text, diagnostics, repair }: DiagnosticNotesProps): VNode {
  return (
    <div class="filter-notes" id="filter-notes" role="alert">
      {diagnostics.slice(0, SHOWN).map((diagnostic) => (
        <DiagnosticNote
          key={`${diagnostic.start} ${diagnostic.code}`}
          text={text}
          diagnostic={diagnostic}
          repair={repair}
        />
      ))}
      {diagnostics.length > SHOWN && <p class="muted">and {diagnostics.length - SHOWN} more</p>}
    </div>
  );
}

interface DiagnosticNoteProps {
  readonly text: string;
  readonly diagnostic: Diagnostic;
  repair(text: string): void;
}

function DiagnosticNote({ text, diagnostic, repair }: DiagnosticNoteProps): VNode {
  const { suggestion, start, end } = diagnostic;
  return (
    <div>
      <pre class="mono">{renderDiagnostic(text, diagnostic)}</pre>
      {suggestion !== undefined && (
        <button
          type="button"
          class="button"
          onClick={() => repair(text.slice(0, start) + suggestion + text.slice(end))}
        >
          Write <code class="mono">{suggestion}</code>
        </button>
      )}
    </div>
  );
}
