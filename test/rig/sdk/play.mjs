import * as sdk from '@radiograph/sdk';
import * as testing from '@radiograph/sdk/testing';
import { play } from './play-scenarios.cjs';

await play({ outer: sdk, inner: sdk, testing });
