import { check } from './checker.js';
import { DiagnosticList } from './diagnostic.js';
import type { GroupLookup, Groups } from './groups.js';
import { parse } from './parser.js';
import { closest } from './suggestion.js';

/** How many references to groups one expression may contain, those within groups counted at every use. */
const MAX_GROUP_REFERENCES = 100;

/** The group that every trace belongs to. */
const DEFAULT_GROUP = 'Default';

/** Looks groups up and compiles their expressions, each time it is asked: a group is small, and seldom named twice. */
export class GroupExpansion implements Groups {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #open: string[] = [];
  #references = 0;

  constructor(texts: ReadonlyMap<string, string> = new Map()) {
    this.#texts = texts;
  }

  expressionOf(nameOrArn: string): GroupLookup {
    const text = this.#texts.get(nameOrArn) ?? (nameOrArn === DEFAULT_GROUP ? '' : undefined);
    if (text === undefined) return this.#unknown(nameOrArn);
    if (this.#open.includes(nameOrArn)) {
      return invalid(
        `The groups refer to one another in a circle: ${[...this.#open, nameOrArn].join(' → ')}.`,
      );
    }
    this.#references += 1;
    if (this.#references > MAX_GROUP_REFERENCES)
      return invalid(`Groups are referred to more than ${MAX_GROUP_REFERENCES} times.`);
    this.#open.push(nameOrArn);
    const lookup = this.#compile(nameOrArn, text);
    this.#open.pop();
    return lookup;
  }

  #compile(nameOrArn: string, text: string): GroupLookup {
    const diagnostics = new DiagnosticList();
    const expression = parse(text, diagnostics, this);
    if (expression !== undefined) check(expression, diagnostics);
    const [first] = diagnostics.sorted();
    if (first === undefined) return { ok: true, expression };
    return invalid(`The filter expression of the group ${nameOrArn} is not valid: ${first.message}`);
  }

  #unknown(nameOrArn: string): GroupLookup {
    const similar = closest(nameOrArn, [DEFAULT_GROUP, ...this.#texts.keys()]);
    const suggestion = similar === undefined ? {} : { suggestion: JSON.stringify(similar) };
    return { ok: false, code: 'filter/unknown-group', message: 'There is no such group.', ...suggestion };
  }
}

function invalid(message: string): GroupLookup {
  return { ok: false, code: 'filter/invalid-group', message };
}
