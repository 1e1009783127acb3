import { show } from './entity-pattern.js';
import type { Place } from './trace-walk.js';

/** Traces of tests are small; of a large one the beginning says enough. */
const MAX_LINES = 60;
const MAX_CHARACTERS = 160;

/** Draws traces as failure messages show them: a line for each segment and subsegment, with what tests look at. */
export function drawTrace(roots: readonly Place[]): string {
  if (roots.length === 0) return '  (nothing was recorded)';
  const lines = roots.flatMap((root) => draw(root, '  ', '  '));
  const left = lines.length - MAX_LINES;
  return (left > 0 ? [...lines.slice(0, MAX_LINES), `  … ${left} lines more`] : lines).join('\n');
}

function draw(place: Place, first: string, rest: string): string[] {
  const below = place.children.flatMap((child, at) => {
    const isLast = at === place.children.length - 1;
    return draw(child, `${rest}${isLast ? '└─ ' : '├─ '}`, `${rest}${isLast ? '   ' : '│  '}`);
  });
  return [`${first}${describe(place)}`, ...below];
}

function describe({ kind, entity, ancestors }: Place): string {
  const parts = [kind === 'segment' ? `segment ${entity.name}` : entity.name];
  if (kind === 'subsegment' && ancestors.length === 0) parts.push('(subsegment sent on its own)');
  const members = entity as unknown as Record<string, unknown>;
  if (typeof members['namespace'] === 'string') parts.push(members['namespace']);
  for (const flag of ['throttle', 'error', 'fault', 'in_progress'])
    if (members[flag] === true) parts.push(flag);
  for (const block of ['annotations', 'metadata', 'user', 'http', 'sql', 'aws'])
    if (members[block] !== undefined && !(block === 'aws' && kind === 'segment'))
      parts.push(`${block} ${cut(show(members[block]))}`);
  if (typeof entity.cause === 'object')
    for (const { type, message } of entity.cause.exceptions ?? []) parts.push(cut(`${type}: ${message}`));
  return parts.join('  ');
}

function cut(text: string): string {
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}…`;
}
