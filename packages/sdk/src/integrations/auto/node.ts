/**
 * The same as Node loads it, as CommonJS whichever way it is asked for: that takes half as long as ES modules do, and each
 * integration is loaded when its library is.
 */

import { autoByEnvironment } from './auto.js';
import { integrations } from './load-at-first-use.js';

// For users
export { auto } from './auto.js';
export type { AutoName, Switches } from './switches.js';

autoByEnvironment(integrations);
