import type { RecordSketch } from './record-sketch.js';

/** A rule of the language: whether a trace matches an expression. */
interface Claim {
  readonly rule: string;
  readonly expression: string;
  readonly trace: RecordSketch;
  readonly matches: boolean;
}

function claim(rule: string, expression: string, trace: RecordSketch, matches: boolean): Claim {
  return { rule, expression, trace, matches };
}

const users = (...names: string[]): RecordSketch => ({ users: names });
const orphans: RecordSketch = { root: null, duration: 2 };
const twoSegments: RecordSketch = {
  segments: [
    { name: 'a', fault: true, time: 0.1 },
    { name: 'a', time: 5 },
  ],
};
const twoCalls: RecordSketch = {
  calls: [
    { from: 'a', to: 'b', fault: true, time: 0.1 },
    { from: 'a', to: 'b', time: 5 },
  ],
};
const path: RecordSketch = {
  faultCauses: [
    [
      { name: 'web', type: 'x', entities: [{ name: 'web' }, { name: 'call', remote: true }] },
      { name: 'db', entities: [{ name: 'db', exceptions: [{ name: 'E', message: 'm' }] }] },
    ],
    [{ name: 'other', inferred: true, entities: [{ name: 'other' }] }],
  ],
};
const table: RecordSketch = {
  faultCauses: [[{ name: 'users', type: 'AWS::DynamoDB::Table', inferred: true }]],
};
const client: RecordSketch = { calls: [{ from: { name: 'shop', type: 'client' }, to: 'shop' }] };
const template = (cause: string): string => `rootcause.json = #[{"Services":[${cause}]}]`;
const one: RecordSketch = {
  errorCauses: [
    [
      {
        name: 'web',
        names: ['web', 'www'],
        type: 't',
        account: '1',
        entities: [{ name: 'web', coverage: 0.5, exceptions: [{ name: 'E', message: 'm' }] }],
      },
    ],
  ],
};

/** What the examples leave open, as the specification decides it. */
export const claims: readonly Claim[] = [
  claim('!= holds where some value differs', 'user != "al"', users('al', 'bo'), true),
  claim('!= fails where all values are equal', 'user != "al"', users('al'), false),
  claim('!= fails where there is no value', 'user != "al"', users(), false),
  claim('! of = holds where there is no value', '!(user = "al")', users(), true),
  claim('! of = fails where some value is equal', '!(user = "al")', users('al', 'bo'), false),
  claim('! needs no parentheses before a comparison', '!user = "al"', users('bo'), true),
  claim('a keyword alone: some value', 'user', users('al'), true),
  claim('! of a keyword alone: no value', '!user', users('al'), false),
  claim('strings compare by exact case', 'user = "AL"', users('al'), false),
  claim('an empty string is set', 'http.url', { root: { url: '' } }, true),
  claim('an absent string is not set', 'http.url', {}, false),
  claim('an absent number fails <', 'http.status < 500', {}, false),
  claim('0 is set', 'responsetime', { root: { time: 0 } }, true),
  claim('no response time while in progress', '!responsetime', { root: { partial: true } }, true),
  claim('in progress without an error is ok', 'ok partial', { root: { partial: true } }, true),
  claim('a flag may be compared', 'fault != true', {}, true),
  claim('a flag may be compared by != false', 'ok != false', {}, true),
  claim('true in any case of letters', 'ok = TRUE', {}, true),
  claim('orphans have no root that is ok', 'ok', orphans, false),
  claim('orphans have no root that failed', 'error OR fault OR throttle', orphans, false),
  claim('orphans have no response time', 'responsetime < 100', orphans, false),
  claim('orphans have a duration', 'duration = 2', orphans, true),
  claim('throttle is found in any segment', 'throttle', { segments: [{ name: 'a', throttle: true }] }, true),
  claim('ok is the root segment', 'ok', { root: { fault: true }, segments: [{ name: 'a' }] }, false),
  claim('error is the root segment', 'error', { segments: [{ name: 'a', error: true }] }, false),
  claim('fault is the root segment', 'fault', { segments: [{ name: 'a', fault: true }] }, false),
  claim('http is the root segment', 'http.status = 500', { segments: [{ name: 'a', status: 500 }] }, false),
  claim(
    'response time is the root segment',
    'responsetime > 1',
    { segments: [{ time: 5 }], duration: 6 },
    false,
  ),
  claim('partial is found in any segment', 'partial', { segments: [{ partial: true }] }, true),
  claim('several annotation values: one is enough', 'annotation.a = 2', { annotations: { a: [1, 2] } }, true),
  claim('annotation != with several values', 'annotation.a != 2', { annotations: { a: [1, 2] } }, true),
  claim('annotation != with one equal value', 'annotation.a != 2', { annotations: { a: 2 } }, false),
  claim('the string "29" is not 29', 'annotation.a = 29', { annotations: { a: '29' } }, false),
  claim('the string "29" is not unequal to 29', 'annotation.a != 29', { annotations: { a: '29' } }, false),
  claim('the string "x" is not unequal to true', 'annotation.a != true', { annotations: { a: 'x' } }, false),
  claim('false != true', 'annotation.a != true', { annotations: { a: false } }, true),
  claim('absent is not = false', 'annotation.a = false', {}, false),
  claim('a false annotation is negated', '!annotation.a', { annotations: { a: false } }, true),
  claim('some value other than false', 'annotation.a', { annotations: { a: [false, 'x'] } }, true),
  claim('text operators on annotations', 'annotation.a BEGINSWITH "ab"', { annotations: { a: 'abc' } }, true),
  claim('text operators pass over numbers', 'annotation.a CONTAINS "2"', { annotations: { a: 29 } }, false),
  claim('a dotted key in the dot form', 'annotation.a.b = 1', { annotations: { 'a.b': 1 } }, true),
  claim('a quoted key', 'annotation["a]b"] = 1', { annotations: { 'a]b': 1 } }, true),
  claim('space around a key does not count', 'annotation[ a ] = 1', { annotations: { a: 1 } }, true),
  claim('a key of an object is no annotation', 'annotation.constructor', {}, false),
  claim('single quotes', "user = 'al'", users('al'), true),
  claim('an escaped single quote', "user = 'a\\'l'", users("a'l"), true),
  claim(
    'a bareword with dots and a colon',
    'http.url = api.example.com:80/x',
    { root: { url: 'api.example.com:80/x' } },
    true,
  ),
  claim(
    'a bareword that begins with a digit',
    'http.clientip = 10.0.0.1',
    { root: { clientIp: '10.0.0.1' } },
    true,
  ),
  claim('a bareword in an annotation', 'annotation.tier = gold', { annotations: { tier: 'gold' } }, true),
  claim('a negative number', 'annotation.a = -1.5e1', { annotations: { a: -15 } }, true),
  claim('AND binds tighter than OR, left', 'user = al fault OR ok', users(), true),
  claim('AND left out binds as AND', 'ok OR fault user = al', users(), true),
  claim('parentheses', '(ok OR fault) user = al', users(), false),
  claim('two ! cancel out', '!!ok', {}, true),
  claim('conditions hold on one segment', 'service("a") { fault responsetime > 1 }', twoSegments, false),
  claim(
    'conditions of two blocks may not',
    'service("a") { fault } service("a") { responsetime > 1 }',
    twoSegments,
    true,
  ),
  claim('no segment is both', '!service("a") { fault responsetime > 1 }', twoSegments, true),
  claim(
    'duration in a block is that segment',
    'service("a") { duration > 4 }',
    { ...twoSegments, duration: 1 },
    true,
  ),
  claim('conditions hold on one call', 'edge("a","b") { fault responsetime > 1 }', twoCalls, false),
  claim('conditions on one call', 'edge("a","b") { !fault responsetime > 1 }', twoCalls, true),
  claim(
    'any of the names of a node',
    'service("www")',
    { segments: [{ name: 'web', names: ['web', 'www'] }] },
    true,
  ),
  claim('names compare by exact case', 'service("Web")', { segments: [{ name: 'web' }] }, false),
  claim('any type under a name', 'service("f")', { segments: [{ name: 'f', type: 'AWS::Lambda' }] }, true),
  claim('an absent type is no type', 'service(id(type: "remote"))', {}, false),
  claim('an empty name is any', 'service("")', {}, true),
  claim('no service without segments', 'service()', orphans, false),
  claim('an empty part is left out', 'service(id(name: "shop", type: ""))', { root: { type: 'T' } }, true),
  claim('an empty block is none', 'service("shop") { }', {}, true),
  claim('root in a block', 'service("a") { root }', { segments: [{ name: 'a' }] }, false),
  claim(
    'inferred in a block',
    'service("a") { inferred }',
    { segments: [{ name: 'a', inferred: true }] },
    true,
  ),
  claim('an empty caller is any', 'edge("", "b")', twoCalls, true),
  claim('a caller left out is any', 'edge(, "b")', twoCalls, true),
  claim('both left out', 'edge(,)', twoCalls, true),
  claim('the caller counts', 'edge("c", "")', twoCalls, false),
  claim('the client takes part as a caller', 'service(id(type: "client"))', client, true),
  claim('the client by its name', 'service(id(name: "cart", type: "client"))', client, false),
  claim('the client has no segment', 'service(id(type: "client")) { !fault }', client, false),
  claim('the client calls', 'edge(id(type: "client"), "shop")', client, true),
  claim(
    'accounts in edges',
    'edge("", id(account.id: "1"))',
    { calls: [{ from: 'a', to: { name: 'b', account: '2' } }] },
    false,
  ),
  claim(
    'accounts of callees',
    'edge("", id(account.id: "2"))',
    { calls: [{ from: 'a', to: { name: 'b', account: '2' } }] },
    true,
  ),
  claim('an account of no segment', 'account.id', {}, false),
  claim(
    'root cause conditions hold on one service',
    'rootcause.fault.service { name = db type = x }',
    path,
    false,
  ),
  claim('index is counted from 0', 'rootcause.fault.service { index = 1 name = db }', path, true),
  claim('first', 'rootcause.fault.service { first name = db }', path, false),
  claim(
    'each root cause is counted by itself',
    'rootcause.fault.service { first last name = other }',
    path,
    true,
  ),
  claim('inferred on a path', 'rootcause.fault.service { inferred }', path, true),
  claim(
    'entities are counted over all services',
    'rootcause.fault.entity { index = 2 name = db }',
    path,
    true,
  ),
  claim('only the deepest is last', 'rootcause.fault.entity { last remote }', path, false),
  claim(
    'an inferred resource is of the type of its service too',
    'rootcause.fault.service { type = "AWS::DynamoDB" }',
    table,
    true,
  ),
  claim(
    'a service that sent segments is of its own type only',
    'rootcause.fault.service { type = "AWS::Lambda" }',
    { faultCauses: [[{ name: 'f', type: 'AWS::Lambda::Function' }]] },
    false,
  ),
  ...['AWS::DynamoDB', 'AWS::DynamoDB::Table'].map((type) =>
    claim(
      'an inferred resource has no other type than its own and that of its service',
      `rootcause.fault.service { type != "${type}" }`,
      table,
      false,
    ),
  ),
  claim('a type that is neither differs', 'rootcause.fault.service { type != "AWS::SQS" }', table, true),
  claim('a type that is neither is not equal', 'rootcause.fault.service { type = "AWS::SQS" }', table, false),
  claim('the type of a resource is set', 'rootcause.fault.service { type }', table, true),
  claim('no type is not set', 'rootcause.fault.service { name = db type }', path, false),
  claim('no type differs from none', 'rootcause.fault.service { name = db type != "x" }', path, false),
  claim(
    'either type of a resource may contain a part',
    'rootcause.fault.service { type ENDSWITH "DB" }',
    table,
    true,
  ),
  claim('exceptions', 'rootcause.fault.exception { first last message = m }', path, true),
  claim('an empty block: there is one', 'rootcause.fault.exception { }', path, true),
  claim('no root cause of this kind', 'rootcause.error.service { }', path, false),
  claim('a response-time cause', 'rootcause.responsetime.service { }', path, false),
  claim('a group negated', 'group.name != "high_response_time"', { root: { time: 1 } }, true),
  claim('a group negated, in it', 'group.name != "high_response_time"', { root: { time: 9 } }, false),
  claim('the default group holds all', 'group.name = "Default"', orphans, true),
  claim(
    'a template of all fields',
    template('{"Name":"web","Names":["web","www"],"Type":"t","AccountId":"1","Inferred":false}'),
    one,
    true,
  ),
  claim('a template with an entity', template('{"EntityPath":[{"Coverage":0.5,"Remote":false}]}'), one, true),
  claim(
    'a template with an exception',
    template('{"EntityPath":[{"Exceptions":[{"Message":"m"}]}]}'),
    one,
    true,
  ),
  claim(
    'a template with another exception',
    template('{"EntityPath":[{"Exceptions":[{"Name":"F"}]}]}'),
    one,
    false,
  ),
  claim('a template with another type', template('{"Type":"u"}'), one, false),
  claim('a template with fewer names', template('{"Names":["web"]}'), one, false),
  claim('a template with more services', template('{"Name":"web"},{}'), one, false),
  claim('null in a template is left out', template('{"Name":null,"Type":"t"}'), one, true),
  claim('a template of impact', 'rootcause.json = #[{"ClientImpacting":false}]', one, false),
  claim('a template with two causes', 'rootcause.json = #[{},{}]', path, true),
  claim('a template with one cause of two', 'rootcause.json = #[{}]', path, false),
];
