'use strict';
const { scenarios } = require('./scenarios.cjs');

/**
 * Plays every scenario and prints its documents. `inner` is the copy that work inside a segment is recorded with, `outer` the
 * copy that segments are begun with; they may be the same.
 */
exports.play = async ({ outer, inner, testing }) => {
  const played = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    const clock = new testing.FakeClock();
    const emitter = new testing.MemoryEmitter(scenario.maxDocumentBytes);
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const options = {
      sampling: 'all',
      clock,
      ids: new testing.SequentialIds(),
      logger: silent,
      ...scenario.options,
      emitter,
    };
    const recorder = new outer.Recorder(options, scenario.env ?? {});
    await scenario.run({ xray: inner, recorder, clock });
    played[name] = emitter.documents;
    await recorder.shutdown();
  }
  process.stdout.write(JSON.stringify(played));
};
