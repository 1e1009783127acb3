/** What Radiograph's own tests and benches share. Private: not published. */

export { documentBytes, independentSubsegment, START_S, segment, subsegment, TRACE_ID } from './builders.js';
export { FakeClock } from './fake-clock.js';
export { freePort } from './free-port.js';
export { type SeededRandom, seededRandom } from './seeded-random.js';
export { type TemporaryFolder, temporaryFolder } from './temporary-folder.js';
export { type GeneratedTrace, type TrafficOptions, trafficGenerator } from './traffic/traffic-generator.js';
export { waitFor } from './wait-for.js';
