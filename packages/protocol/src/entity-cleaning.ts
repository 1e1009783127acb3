import { SEGMENT_RULES, SUBSEGMENT_RULES } from './document-rules.js';
import { checkEntity, isRawEntity, type RawEntity } from './entity-checks.js';
import { Flaw, shown } from './flaw.js';
import { tooDeep } from './free-json.js';
import { limits } from './limits.js';
import {
  cleanElements,
  cleanMembers,
  type MemberRules,
  type Members,
  type Rule,
  strip,
} from './member-cleaning.js';

const SEGMENT: MemberRules = new Map<string, Rule>([...SEGMENT_RULES, ['subsegments', subsegments]]);
const SUBSEGMENT: MemberRules = new Map<string, Rule>([...SUBSEGMENT_RULES, ['subsegments', subsegments]]);

/** Checks and cleans a segment with all that is embedded in it. */
export function cleanSegment(segment: RawEntity, strict: boolean): Members | Flaw {
  const flaw = checkEntity(segment, limits.nameCharacters, strict);
  return flaw ?? settleEnd(cleanMembers(segment, SEGMENT, strip, 0, strict));
}

/** Checks and cleans a subsegment with all that is embedded in it; `depth` counts the subsegments above. */
export function cleanSubsegment(subsegment: RawEntity, depth: number, strict: boolean): Members | Flaw {
  const flaw = checkEntity(subsegment, limits.subsegmentNameCharacters, strict);
  return flaw ?? settleEnd(cleanMembers(subsegment, SUBSEGMENT, strip, depth, strict));
}

/** One bad subsegment refuses the whole document, as X-Ray does it. */
function subsegments(value: unknown, depth: number, strict: boolean): unknown {
  if (!Array.isArray(value)) return undefined;
  return depth < limits.nestingDepth ? cleanElements(value, embedded, depth + 1, strict) : tooDeep();
}

function embedded(value: unknown, depth: number, strict: boolean): unknown {
  if (isRawEntity(value)) return cleanSubsegment(value, depth, strict);
  return new Flaw('InvalidSegment', '', `is ${shown(value)}; write an object`);
}

/** An entity with an end is complete, whatever `in_progress` says, and one that ends before it starts took no time. */
function settleEnd(entity: Members | Flaw): Members | Flaw {
  if (entity instanceof Flaw) return entity;
  const { start_time: start, end_time: end } = entity as RawEntity;
  if (typeof end !== 'number' || typeof start !== 'number') return entity;
  const clamped = end < start;
  if (!clamped && entity['in_progress'] === undefined) return entity;
  const settled: Record<string, unknown> = { ...entity };
  if (clamped) settled['end_time'] = start;
  delete settled['in_progress'];
  return settled;
}
