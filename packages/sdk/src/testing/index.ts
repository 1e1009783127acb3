/** What tests of an instrumented application need. */

// For users
export type {
  EntityPattern,
  ExceptionPattern,
  NamePattern,
  ValuePattern,
} from './entity-pattern.js';
export { FakeClock } from './fake-clock.js';
export { type MatcherResult, matchers, type TraceMatchers } from './matchers.js';
export { MemoryEmitter, type MemoryTrace, memory } from './memory.js';
export { SequentialIds } from './sequential-ids.js';
