import type { TraceRecord } from '@radiograph/trace';
import { pick, type Random } from './traffic.js';

/** How a drawn filter is put together. */
export const filterShapes = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'CONTAINS',
  'BEGINSWITH',
  'ENDSWITH',
  'alone',
  '!',
  'service',
  'edge',
  'rootcause',
  'AND',
  'OR',
] as const;

/** One of {@link filterShapes}. */
export type FilterShape = (typeof filterShapes)[number];

type Value = string | number | boolean;

/** A field with the values that records have of it. */
interface DrawnField {
  readonly name: string;
  readonly values: readonly Value[];
}

/** Draws filter expressions from the values of records, so that most are true of some traces and false of others. */
export class DrawnFilters {
  readonly #random: Random;
  readonly #records: readonly TraceRecord[];

  constructor(random: Random, records: readonly TraceRecord[]) {
    this.#random = random;
    this.#records = records;
  }

  /** A filter of this shape. */
  draw(shape: FilterShape): string {
    switch (shape) {
      case 'alone':
        return this.#field(() => true).name;
      case '!':
        return pick(this.#random, [
          () => `!(${this.#any(1)})`,
          () => `!!(${this.#any(1)})`,
          () => `!(!(${this.#any(1)}) AND ${this.#any(1)})`,
        ])();
      case 'service':
        return this.#service();
      case 'edge':
        return this.#edge();
      case 'rootcause':
        return this.#rootCause();
      case 'AND':
        return `(${this.#any(1)} OR ${this.#any(0)}) AND (${this.#any(0)} OR ${this.#any(0)})`;
      case 'OR':
        return `${this.#any(1)} OR ${this.#comparison(this.#operator())}`;
      default:
        return this.#comparison(shape);
    }
  }

  /** Any filter, so many levels deep. */
  #any(depth: number): string {
    const simple: readonly (() => string)[] = [
      () => this.#comparison(this.#operator()),
      () => this.#field(() => true).name,
      () => this.#service(),
      () => this.#edge(),
    ];
    if (depth === 0) return pick(this.#random, simple)();
    return pick(this.#random, [...simple, () => `!(${this.#any(depth - 1)})`, () => this.draw('AND')])();
  }

  #operator(): FilterShape {
    return pick(this.#random, filterShapes.slice(0, 9));
  }

  #comparison(operator: FilterShape): string {
    return comparisonOf(this.#random, this.#field(fitting(operator)), operator);
  }

  #field(fits: (value: Value) => boolean): DrawnField {
    const fields = this.#fields()
      .map(({ name, values }) => ({ name, values: values.filter(fits) }))
      .filter(({ values }) => values.length > 0);
    return pick(this.#random, fields);
  }

  /** The fields of a record that has been drawn; those it does not have are left out. */
  #fields(): readonly DrawnField[] {
    const record = pick(this.#random, this.#records);
    const { root } = record;
    const annotations = record.annotations.map(({ key, value }) => ({
      name: `annotation[${key}]`,
      values: [value],
    }));
    const flags = ['ok', 'error', 'fault', 'throttle', 'partial', 'inferred'].map((name) => ({
      name,
      values: [true, false],
    }));
    return [
      ...flags.slice(0, 2 + Math.floor(this.#random() * 4)),
      { name: 'duration', values: [record.duration] },
      ...requestFields(root),
      { name: 'user', values: record.users.map(({ name }) => name) },
      { name: 'availabilityzone', values: record.availabilityZones },
      { name: 'instance.id', values: record.instanceIds },
      { name: 'resource.arn', values: record.resourceArns },
      { name: 'account.id', values: record.segments.flatMap(({ node }) => node.accountId ?? []) },
      ...annotations,
    ];
  }

  #service(): string {
    const segment = pick(this.#random, pick(this.#random, this.#records).segments);
    const { name, type = '', accountId = '' } = segment.node;
    const selector = pick(this.#random, [
      '',
      quoted(name),
      quoted(name),
      `id(name: ${quoted(name)}, type: ${quoted(type)})`,
      `id(account.id: ${quoted(accountId)})`,
    ]);
    return `service(${selector})${this.#block(segment)}`;
  }

  #edge(): string {
    const calls = this.#records.flatMap((record) => record.calls);
    const call = pick(this.#random, calls);
    const from = pick(this.#random, [
      '',
      quoted(call.from.name),
      `id(type: ${quoted(call.from.type ?? '')})`,
    ]);
    const to = pick(this.#random, ['""', quoted(call.to.name)]);
    return `edge(${from}, ${to})${this.#block(call)}`;
  }

  #block(row: Parameters<typeof requestFields>[0]): string {
    const fields = [
      ...requestFields(row).filter(({ values }) => values.length > 0),
      { name: 'fault', values: [true, false] },
      { name: 'ok', values: [true] },
    ];
    const condition = (): string => {
      const field = pick(this.#random, fields);
      const operators = filterShapes.slice(0, 9).filter((shape) => field.values.some(fitting(shape)));
      return comparisonOf(this.#random, field, pick(this.#random, operators));
    };
    return pick(this.#random, [
      () => '',
      () => ` { ${condition()} }`,
      () => ` { ${condition()} AND !(${condition()}) }`,
      () => ` { ${condition()} OR fault }`,
    ])();
  }

  #rootCause(): string {
    return pick(this.#random, [
      'rootcause.fault.service { name = "orders" }',
      'rootcause.fault.service { last AND name = "shop" }',
      '!rootcause.error.entity { remote }',
      'rootcause.responsetime.service { first AND name BEGINSWITH "sh" }',
      'rootcause.responsetime.entity { coverage > 0.4 }',
      '!rootcause.fault.service { name = "shop" } AND !ok',
    ]);
  }
}

function requestFields(row: TraceRecord['root'] | TraceRecord['calls'][number]): DrawnField[] {
  const one = (name: string, value: Value | undefined): DrawnField => ({
    name,
    values: value === undefined ? [] : [value],
  });
  return [
    one('responsetime', row?.responseTime),
    one('http.status', row?.status),
    one('http.url', row?.url),
    one('http.method', row?.method),
    one('http.useragent', row?.userAgent),
    one('http.clientip', row?.clientIp),
  ];
}

/** Which values an operator compares. */
function fitting(operator: FilterShape): (value: Value) => boolean {
  if (operator === '=' || operator === '!=') return () => true;
  if (['<', '<=', '>', '>='].includes(operator)) return (value) => typeof value === 'number';
  return (value) => typeof value === 'string';
}

function comparisonOf(random: Random, { name, values }: DrawnField, operator: FilterShape): string {
  const value = pick(random, values.filter(fitting(operator)));
  if (typeof value !== 'string') return `${name} ${operator} ${literal(value)}`;
  return `${name} ${operator} ${quoted(part(random, value, operator))}`;
}

/** A part that the operator finds in the value; with luck, in others too. */
function part(random: Random, value: string, operator: FilterShape): string {
  const length = Math.floor(random() * Math.min(4, value.length + 1));
  if (operator === 'BEGINSWITH') return value.slice(0, length);
  if (operator === 'ENDSWITH') return value.slice(value.length - length);
  if (operator !== 'CONTAINS') return value;
  const at = Math.floor(random() * (value.length - length + 1));
  return value.slice(at, at + length);
}

function literal(value: number | boolean): string {
  return String(value);
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
