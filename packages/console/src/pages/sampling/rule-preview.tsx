import type { VNode } from 'preact';
import type { RuleReport } from '../../api/sampling.js';
import { oneLine } from '../../model/cut-text.js';
import { rateWords } from '../../model/rule-form.js';

/** A request that is asked about; what is empty is not known and matches every pattern. */
export interface AskedRequest {
  readonly serviceName: string;
  readonly host: string;
  readonly method: string;
  readonly path: string;
}

/** Nothing asked yet. */
export const anyRequest: AskedRequest = { serviceName: '', host: '', method: '', path: '' };

const FIELDS: readonly (readonly [keyof AskedRequest, string, string])[] = [
  ['serviceName', 'Service', 'shop'],
  ['host', 'Host', 'shop.example'],
  ['method', 'Method', 'GET'],
  ['path', 'Path', '/checkout'],
];

interface RulePreviewProps {
  readonly asked: AskedRequest;
  ask(request: AskedRequest): void;
  readonly met: RuleReport | undefined;
}

/** What a request would get: the rule that decides, and how much of such requests it records. */
export function RulePreview({ asked, ask, met }: RulePreviewProps): VNode {
  return (
    <section class="sampling-preview" aria-label="What would a request get?">
      <h2>What would a request get?</h2>
      <div class="sampling-fields">
        {FIELDS.map(([field, words, example]) => (
          <label key={field}>
            <span class="muted">{words}</span>
            <input
              class="mono"
              placeholder={example}
              spellcheck={false}
              autocomplete="off"
              value={asked[field]}
              onInput={(event) => ask({ ...asked, [field]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
      <p role="status">
        {met === undefined ? (
          <span class="muted">Write what is known of it; what is left out matches every rule.</span>
        ) : (
          <>
            <strong>{oneLine(met.name, 60)}</strong> decides and records {rateWords(met.rule)}.
          </>
        )}
      </p>
    </section>
  );
}
