import { describe, expect, it } from 'vitest';
import { compileFilter } from '../src/compile-filter.js';
import { completeFilter, type Vocabulary } from '../src/completion.js';

const vocabulary: Vocabulary = {
  services: [
    { name: 'orders', type: 'AWS::EC2::Instance', accountId: '123456789012' },
    { name: 'orders', type: 'client' },
    { name: 'say "hi"' },
  ],
  annotationKeys: ['tier', 'aws.local.operation'],
  groups: ['slow'],
  valuesOf: (field) =>
    field.kind === 'annotation' ? ['gold', 29, true] : field.name === 'http.method' ? ['GET', 'POST', 1] : [],
};

/** The expression with its cursor at `|`, after each of the first offers. */
function completed(marked: string, count: number): readonly string[] {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  return completeFilter(text, cursor, vocabulary)
    .slice(0, count)
    .map(({ start, end, text: offered }) => text.slice(0, start) + offered + text.slice(end));
}

describe('completion', () => {
  it.each([
    ['fau|', ['fault']],
    ['ok AND FAU| AND ok', ['ok AND fault AND ok']],
    ['stat|', ['http.status']],
    ['service("a") { fa|ult', []],
    ['respon|se > 5', ['responsetime > 5']],
    ['serv|', ['service(']],
    ['service(|', ['service("orders"', 'service("say \\"hi\\""', 'service(id(']],
    ['service("or|', ['service("orders"']],
    ['service("or|") { fault }', ['service("orders") { fault }']],
    [
      'service("|) { fault } AND user = "al"',
      ['service("orders") { fault } AND user = "al"', 'service("say \\"hi\\"") { fault } AND user = "al"'],
    ],
    ['edge("a", o|', ['edge("a", "orders"']],
    ['service(id(|', ['service(id(name: ', 'service(id(type: ', 'service(id(account.id: ']],
    ['service(id(type: |', ['service(id(type: "AWS::EC2::Instance"', 'service(id(type: "client"']],
    ['service(id(account.id: "1|', ['service(id(account.id: "123456789012"']],
    ['service("a") { roo|', ['service("a") { root']],
    ['service("a") { annot|', []],
    ['edge("a","b") { part|', []],
    ['edge("a","b") { (fault OR thr|', ['edge("a","b") { (fault OR throttle']],
    ['rootcause.responsetime.entity { cov|', ['rootcause.responsetime.entity { coverage']],
    ['rootcause.fault.entity { cov|', []],
    ['service("a") { fault } AND ti|', ['service("a") { fault } AND annotation.tier']],
    ['annotation.aws|', ['annotation[aws.local.operation]']],
    ['annotation[aws|', ['annotation[aws.local.operation]']],
    ['annotation[aws.|local] = 1', ['annotation[aws.local.operation] = 1']],
    ['annotation.tier = |', ['annotation.tier = "gold"', 'annotation.tier = 29', 'annotation.tier = true']],
    ['annotation[tier] = "g|', ['annotation[tier] = "gold"']],
    ['http.method = P|', ['http.method = "POST"']],
    ['http.method |', ['http.method =', 'http.method !=', 'http.method CONTAINS']],
    ['http.method B|', ['http.method BEGINSWITH']],
    ['fault = |', ['fault = true', 'fault = false']],
    ['fault A|', ['fault AND']],
    ['fault = true |', ['fault = true AND', 'fault = true OR']],
    ['service("a") |', ['service("a") AND', 'service("a") OR']],
    ['group.name = |', ['group.name = "slow"']],
    ['rootcause.fault.s|', ['rootcause.fault.service {']],
    ['service("a" |', []],
    ['falt > ( fau|', ['falt > ( fault']],
  ])('%s', (marked, expected) => {
    expect(completed(marked, expected.length || 1)).toEqual(expected);
  });

  it('offers the keywords of the trace at the start, and at most 50 in all', () => {
    const many = {
      services: Array.from({ length: 5000 }, (_, index) => ({ name: `service-${index}` })),
      annotationKeys: [],
    };
    expect(completeFilter('', 0, vocabulary).map(({ text }) => text)).toContain('responsetime');
    expect(completeFilter('service(', 8, many)).toHaveLength(50);
  });

  it('offers nothing that the compiler then refuses', () => {
    for (const operand of completeFilter('', 0, vocabulary)) {
      if (operand.kind !== 'keyword' && operand.kind !== 'annotation') continue;
      expect(compileFilter(operand.text).ok).toBe(true);
      const operators = completeFilter(`${operand.text} `, operand.text.length + 1, vocabulary);
      for (const { text: operator } of operators.filter(({ kind }) => kind === 'operator')) {
        const begun = `${operand.text} ${operator} `;
        const values = ['"x"', '1', 'true'].filter((value) => compileFilter(begun + value).ok);
        expect([begun, values.length > 0]).toEqual([begun, true]);
      }
    }
  });

  it('takes any cursor', () => {
    for (const cursor of [-1, 99, Number.NaN, 0.5, Number.POSITIVE_INFINITY]) {
      expect(completeFilter('', cursor, vocabulary).length).toBeGreaterThan(10);
    }
  });
});
