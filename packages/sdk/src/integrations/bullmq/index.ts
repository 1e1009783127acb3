/** Jobs of `bullmq`. */

// For users
export { type BullmqOptions, bullmq } from './bullmq.js';

// For integrators
export type { BullmqSpan, BullmqTelemetry } from './telemetry.js';
