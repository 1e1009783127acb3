/**
 * Switches on every integration whose library the application loads: `node --import @radiograph/sdk/auto app.js`, or
 * `node --require`. Importing it is what does it. This is the form for bundles.
 */

import { autoByEnvironment } from './auto.js';
import { integrations } from './load-eagerly.js';

// For users
export { auto } from './auto.js';
export type { AutoName, Switches } from './switches.js';

autoByEnvironment(integrations);
