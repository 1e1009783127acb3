import type { Diagnostic } from './diagnostic.js';
import type { JsonMember, JsonNode } from './json-literal.js';
import type { RootCauseTemplate } from './root-cause-template.js';
import { closest } from './suggestion.js';

/** What a field of a template holds: a scalar, a list of one shape, or an object of known fields. */
type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | { readonly list: Shape }
  | { readonly fields: ReadonlyMap<string, Shape> };

const exceptionShape: Shape = fields({ Name: 'string', Message: 'string' });
const entityShape: Shape = fields({
  Name: 'string',
  Coverage: 'number',
  Remote: 'boolean',
  Exceptions: { list: exceptionShape },
});
const serviceShape: Shape = fields({
  Name: 'string',
  Names: { list: 'string' },
  AccountId: 'string',
  Type: 'string',
  Inferred: 'boolean',
  EntityPath: { list: entityShape },
});
const templateShape: Shape = {
  list: fields({ Services: { list: serviceShape }, ClientImpacting: 'boolean' }),
};

function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  return { fields: new Map(Object.entries(shapes)) };
}

/** The template, or all that is wrong with it. */
type TemplateCheck =
  | { readonly ok: true; readonly template: readonly RootCauseTemplate[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Checks that JSON has the fields of root causes and nothing else. `null` counts as left out; an empty list is refused, as it would match nearly every trace. */
export function checkTemplate(node: JsonNode): TemplateCheck {
  const diagnostics: Diagnostic[] = [];
  const template = conform(node, templateShape, diagnostics);
  if (node.kind === 'array' && node.items.length === 0) {
    diagnostics.push(problem(node, 'The list of root causes is empty.', { expected: ['a root cause'] }));
  }
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  // Built along templateShape, which is the interface.
  return { ok: true, template: template as readonly RootCauseTemplate[] };
}

function conform(node: JsonNode, shape: Shape, diagnostics: Diagnostic[]): unknown {
  if (typeof shape === 'string') {
    if (node.kind === shape) return node.value;
  } else if ('list' in shape) {
    if (node.kind === 'array') return node.items.map((item) => conform(item, shape.list, diagnostics));
  } else if (node.kind === 'object') return conformObject(node.members, shape.fields, diagnostics);
  diagnostics.push(problem(node, `Here belongs ${naming(shape)}.`, { expected: [naming(shape)] }));
  return undefined;
}

function conformObject(
  members: readonly JsonMember[],
  shapes: ReadonlyMap<string, Shape>,
  diagnostics: Diagnostic[],
): unknown {
  const entries: [string, unknown][] = [];
  const seen = new Set<string>();
  for (const member of members) {
    const shape = shapes.get(member.name);
    if (shape === undefined) diagnostics.push(unknownField(member, [...shapes.keys()]));
    else if (seen.has(member.name)) diagnostics.push(problem(member, `${member.name} is given twice.`));
    else if (member.value.kind !== 'null')
      entries.push([member.name, conform(member.value, shape, diagnostics)]);
    seen.add(member.name);
  }
  return Object.fromEntries(entries);
}

function unknownField(member: JsonMember, known: readonly string[]): Diagnostic {
  const similar = closest(member.name, known);
  const suggestion = similar === undefined ? {} : { suggestion: `"${similar}"` };
  return problem(member, 'A root cause has no such field here.', { expected: known, ...suggestion });
}

function naming(shape: Shape): string {
  if (typeof shape === 'string') return `a ${shape}`;
  return 'list' in shape ? 'an array' : 'an object';
}

function problem(
  { start, end }: { readonly start: number; readonly end: number },
  message: string,
  more: { readonly expected?: readonly string[]; readonly suggestion?: string } = {},
): Diagnostic {
  return { code: 'filter/invalid-json', message, start, end, ...more };
}
