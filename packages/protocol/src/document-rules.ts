import { Flaw } from './flaw.js';
import { freeObject, freeValue, UNSAFE_KEYS } from './free-json.js';
import {
  cleanElements,
  cleanMembers,
  isObject,
  type MemberRules,
  type Rule,
  strip,
} from './member-cleaning.js';
import {
  annotationValue,
  flag,
  integer,
  number,
  scalarText,
  segmentId,
  subsegmentType,
  text,
  traceId,
} from './scalar-rules.js';

/*
 * Which members documents may have, and what each may hold. Source: X-Ray's segment document schema and guide.
 * Members that are not named here are stripped, except inside `aws`, `service` and `metadata`.
 */

const HTTP: Rule = object({
  request: object({
    method: text,
    url: text,
    user_agent: text,
    client_ip: text,
    x_forwarded_for: flag,
    traced: flag,
  }),
  response: object({ status: integer, content_length: integer }),
});

const SQL: Rule = object({
  connection_string: text,
  url: text,
  sanitized_query: text,
  database_type: text,
  database_version: text,
  driver_version: text,
  user: text,
  preparation: text,
});

/** The members that Radiograph itself reads must be what their types say; all others are the writer's own. */
const AWS: Rule = object(
  {
    account_id: scalarText,
    operation: scalarText,
    region: scalarText,
    request_id: scalarText,
    queue_url: scalarText,
    table_name: scalarText,
    bucket_name: scalarText,
    function_name: scalarText,
    function_arn: scalarText,
    topic_arn: scalarText,
    stream_name: scalarText,
    state_machine_arn: scalarText,
    table_names: list(text),
    resource_names: list(text),
    retries: number,
    ec2: freeObject,
    ecs: freeObject,
    eks: freeObject,
    elastic_beanstalk: freeObject,
    cloudwatch_logs: list(freeObject),
    xray: freeObject,
  },
  freeValue,
);

const EXCEPTION: Rule = object({
  id: text,
  message: text,
  type: text,
  remote: flag,
  truncated: integer,
  skipped: integer,
  cause: text,
  stack: list(object({ path: text, line: integer, label: text })),
});

const CAUSE: Rule = object({ working_directory: text, paths: list(text), exceptions: list(EXCEPTION) });

const LINK: Rule = object({ trace_id: traceId, id: segmentId, attributes: freeObject });

/** What segments and subsegments have in common; `subsegments` apart, which the walk itself goes through. */
const ENTITY: Readonly<Record<string, Rule>> = {
  id: segmentId,
  name: text,
  trace_id: traceId,
  parent_id: segmentId,
  start_time: number,
  end_time: number,
  in_progress: flag,
  error: flag,
  fault: flag,
  throttle: flag,
  cause,
  http: HTTP,
  aws: AWS,
  annotations: object({}, annotationValue),
  metadata: freeObject,
  precursor_ids: list(segmentId),
  links: list(link),
};

/** The members of a segment, and their rules. */
export const SEGMENT_RULES: MemberRules = new Map(
  Object.entries({ ...ENTITY, service: freeObject, user: text, origin: text, resource_arn: text }),
);

/** The members of a subsegment, embedded or sent on its own, and their rules. */
export const SUBSEGMENT_RULES: MemberRules = new Map(
  Object.entries({ ...ENTITY, type: subsegmentType, namespace: text, traced: flag, sql: SQL }),
);

/** The id of an exception recorded elsewhere, or an object; some SDKs mix the two forms, so neither is held to more. */
function cause(value: unknown, depth: number, strict: boolean): unknown {
  return typeof value === 'string' ? value : CAUSE(value, depth, strict);
}

/** A link without both ids leads nowhere. */
function link(value: unknown, depth: number, strict: boolean): unknown {
  const cleaned = LINK(value, depth, strict);
  if (cleaned instanceof Flaw) return cleaned;
  return isObject(cleaned) && 'trace_id' in cleaned && 'id' in cleaned ? cleaned : undefined;
}

function object(members: Readonly<Record<string, Rule>>, other: Rule = strip): Rule {
  const rules: MemberRules = new Map([...UNSAFE_KEYS, ...Object.entries(members)]);
  return (value, depth, strict) =>
    isObject(value) ? cleanMembers(value, rules, other, depth, strict) : undefined;
}

function list(element: Rule): Rule {
  return (value, depth, strict) =>
    Array.isArray(value) ? cleanElements(value, element, depth, strict) : undefined;
}
