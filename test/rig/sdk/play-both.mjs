import { createRequire } from 'node:module';
import * as outer from '@radiograph/sdk';
import { play } from './play-scenarios.cjs';

// The segments are begun by the ES modules; what is inside them, and the tools of tests, are of the CommonJS copy.
const require = createRequire(import.meta.url);
const inner = require('@radiograph/sdk');
if (inner.capture === outer.capture) throw new Error('there is one copy only');
await play({ outer, inner, testing: require('@radiograph/sdk/testing') });
