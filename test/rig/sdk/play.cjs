'use strict';
const sdk = require('@radiograph/sdk');
const testing = require('@radiograph/sdk/testing');

void require('./play-scenarios.cjs').play({ outer: sdk, inner: sdk, testing });
