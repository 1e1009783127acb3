/** What tests of an instrumented application need. */

// For users
export { FakeClock } from './fake-clock.js';
export { MemoryEmitter, type MemoryTrace, memory } from './memory.js';
export { SequentialIds } from './sequential-ids.js';
