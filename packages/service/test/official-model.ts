import * as official from '@aws-sdk/client-xray';

/** A shape in the official client's own description of the API: a number for a simple one, else a list of what it is made of. */
type Shape =
  | number
  | (() => Shape)
  | readonly [kind: number, space: string, name: string, ...rest: unknown[]];

/** An operation as the official client knows it. */
export interface ModelledOperation {
  readonly name: string;
  readonly path: string;
  readonly input: Shape;
  readonly output: Shape;
  command(input: object): never;
}

/** A member of a request: where it stands, what it holds, and whether it must be there. */
export interface ModelledMember {
  /** Names from the request down; 0 stands for the first element of a list. */
  readonly place: readonly (string | number)[];
  readonly kind: Kind;
  readonly required: boolean;
}

type Kind = 'string' | 'number' | 'boolean' | 'time' | 'list' | 'map' | 'structure';

type Command = new (input: object) => { readonly schema: readonly unknown[] };

/** Every operation for which the official client has a command class. */
export const modelledOperations: readonly ModelledOperation[] = Object.entries(official)
  .filter(([name]) => /^[A-Z]\w+Command$/.test(name))
  .map(([, made]) => operationOf(made as unknown as Command));

function operationOf(Made: Command): ModelledOperation {
  const [, , name, traits, input, output] = new Made({}).schema;
  const { http } = traits as { http: readonly [method: string, path: string, status: number] };
  const command = (members: object): never => new Made(members) as never;
  return { name: name as string, path: http[1], input: input as Shape, output: output as Shape, command };
}

/** Where an answer is not as the model has it: unknown and missing members, wrong types, times that are no seconds, nulls. */
export function flawsOf(answer: unknown, { output }: ModelledOperation): readonly string[] {
  const missing = membersOf(output)
    .filter(({ shape }) => kindOf(shape) === 'list')
    .filter(({ name }) => !Object.hasOwn(answer as object, name))
    .map(({ name }) => `${name} is missing: empty lists are sent`);
  return [...missing, ...flaws(answer, output, 'answer')];
}

/** How kinds that JSON does not know are written. */
const writtenAs: Readonly<Partial<Record<Kind, string>>> = { time: 'number', map: 'structure' };

const whole = /Count$|Quota$|^(ReferenceId|HttpStatus|Priority|ReservoirSize|Interval|Revision|Version)$/;

function flaws(value: unknown, shape: Shape, at: string): readonly string[] {
  const kind = kindOf(shape);
  if (kindOfValue(value) !== (writtenAs[kind] ?? kind)) return [`${at} is no ${kind}`];
  if (kind === 'time' && Math.abs(value as number) > 1e11) return [`${at} is no time in seconds`];
  if (kind === 'number' && whole.test(at.split('.').at(-1) ?? '') && !Number.isInteger(value))
    return [`${at} is not whole`];
  if (kind === 'list')
    return (value as unknown[]).flatMap((one, n) => flaws(one, elementOf(shape), `${at}[${n}]`));
  if (kind === 'map')
    return Object.entries(value as object).flatMap(([key, one]) =>
      flaws(one, elementOf(shape), `${at}["${key}"]`),
    );
  return kind === 'structure' ? structureFlaws(value as object, shape, at) : [];
}

function structureFlaws(value: object, shape: Shape, at: string): readonly string[] {
  const members = membersOf(shape);
  const found = Object.entries(value).flatMap(([name, one]) => {
    const member = members.find((known) => known.name === name);
    return member === undefined
      ? [`${at}.${name} is not modelled`]
      : flaws(one, member.shape, `${at}.${name}`);
  });
  const missing = members.filter(({ name, required }) => required && !Object.hasOwn(value, name));
  return [...found, ...missing.map(({ name }) => `${at}.${name} is missing`)];
}

/** Every member that a request of an operation may have, down to those of the structures in it. */
export function requestMembers({ input }: ModelledOperation): readonly ModelledMember[] {
  return below(input, []);
}

function below(shape: Shape, place: readonly (string | number)[]): readonly ModelledMember[] {
  if (kindOf(shape) === 'list') return below(elementOf(shape), [...place, 0]);
  if (kindOf(shape) !== 'structure') return [];
  return membersOf(shape).flatMap(({ name, required, shape: own }) => {
    const at = [...place, name];
    return [{ place: at, kind: kindOf(own), required }, ...below(own, at)];
  });
}

function resolved(shape: Shape): number | readonly unknown[] {
  return typeof shape === 'function' ? resolved(shape()) : shape;
}

/** Lists and maps of simple shapes are numbers too: 64 and 128 are added to the number of the element. */
function kindOf(shape: Shape): Kind {
  const found = resolved(shape);
  if (typeof found !== 'number') return ({ 1: 'list', 2: 'map' } as const)[found[0] as 1 | 2] ?? 'structure';
  if (found >= 128) return 'map';
  if (found >= 64) return 'list';
  return ({ 1: 'number', 2: 'boolean', 4: 'time' } as const)[found as 1 | 2 | 4] ?? 'string';
}

function elementOf(shape: Shape): Shape {
  const found = resolved(shape);
  if (typeof found === 'number') return found % 64;
  return (found[0] === 2 ? found[5] : found[4]) as Shape;
}

function membersOf(
  shape: Shape,
): readonly { readonly name: string; readonly shape: Shape; readonly required: boolean }[] {
  const [, , , , names = [], shapes = [], required = 0] = resolved(shape) as readonly unknown[];
  return (names as readonly string[]).map((name, n) => ({
    name,
    shape: (shapes as readonly Shape[])[n] ?? 0,
    required: n < (required as number),
  }));
}

function kindOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'structure' : typeof value;
}
