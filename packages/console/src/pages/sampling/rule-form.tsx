import type { SamplingRule } from '@radiograph/protocol';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { createRule, deleteRule, updateRule } from '../../api/sampling.js';
import {
  draftOf,
  draftProblems,
  NEW_RULE,
  RULE_FIELDS,
  type RuleDraft,
  type RuleField,
  ruleOf,
} from '../../model/rule-form.js';
import { SidePanel } from '../../parts/side-panel.js';
import { useAction } from '../../parts/use-action.js';

interface RuleFormProps {
  /** The rule that is changed; a new one where absent. */
  readonly rule: SamplingRule | undefined;
  done(): void;
  close(): void;
}

/** What of the rule `Default` can change. */
const DEFAULT_FIELDS: readonly RuleField[] = ['ReservoirSize', 'FixedRate'];

/** A rule to make or to change, checked as it is written. */
export function RuleForm({ rule, done, close }: RuleFormProps): VNode {
  const [draft, setDraft] = useState<RuleDraft>(rule === undefined ? NEW_RULE : draftOf(rule));
  const [isTried, setTried] = useState(false);
  const { isBusy, problem, act } = useAction(done);
  const isDefault = rule?.RuleName === 'Default';
  const problems = draftProblems(draft);
  const shown = isTried ? problems : {};
  const fields = RULE_FIELDS.filter(([field]) => !isDefault || DEFAULT_FIELDS.includes(field));
  const submit = (): void => {
    setTried(true);
    if (fields.some(([field]) => problems[field] !== undefined)) return;
    act(() => (rule === undefined ? createRule(ruleOf(draft)) : updateRule(ruleOf(draft, rule))));
  };
  const title = rule === undefined ? 'New rule' : `Rule ${rule.RuleName ?? ''}`;
  return (
    <SidePanel label={title} close={close}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h2>{title}</h2>
        {isDefault && <p class="muted">It takes every request that no other rule matches.</p>}
        {fields.map(([field, words]) => (
          <label key={field}>
            {words}
            <input
              class="mono"
              spellcheck={false}
              autocomplete="off"
              readOnly={field === 'RuleName' && rule !== undefined}
              aria-invalid={shown[field] !== undefined}
              aria-describedby={shown[field] === undefined ? undefined : `problem-${field}`}
              value={draft[field]}
              onInput={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
            />
            {shown[field] !== undefined && (
              <span class="form-problem" id={`problem-${field}`}>
                {shown[field]}
              </span>
            )}
          </label>
        ))}
        <p class="muted">In patterns * stands for any run of characters and ? for one.</p>
        {problem && (
          <p class="form-problem" role="alert">
            {problem}
          </p>
        )}
        <div class="form-buttons">
          <button type="submit" class="button primary" disabled={isBusy}>
            {rule === undefined ? 'Create the rule' : 'Save'}
          </button>
          {rule !== undefined && !isDefault && (
            <button
              type="button"
              class="button"
              disabled={isBusy}
              onClick={() => act(() => deleteRule(rule.RuleName ?? ''))}
            >
              Delete the rule
            </button>
          )}
        </div>
      </form>
    </SidePanel>
  );
}
