// An application that does what its environment asks for: RIG_SCENARIOS, RIG_FORM (how it loads libraries), RIG_HAND to wrap
// libraries by hand, and RIG_SWITCH to run each scenario with its integration off and then on. A segment `begin …` comes before
// each.
'use strict';
const { startCallee, scenarios } = require('./scenarios.cjs');

const {
  RIG_SCENARIOS = '',
  RIG_FORM = 'cjs',
  RIG_HAND,
  RIG_SWITCH,
  RIG_PORTS = '{}',
  RIG_CERTIFICATE = '{}',
} = process.env;
let loaded = 0;

/** In mixed applications every second library is imported; in bundles they are there. */
const lib = async (name) =>
  globalThis.bundledLibraries?.[name]?.() ??
  (RIG_FORM === 'esm' || (RIG_FORM === 'mixed' && loaded++ % 2 === 0) ? import(name) : require(name));

async function main() {
  const { flush, segment } = await lib('@radiograph/sdk');
  const callee = await startCallee();
  const all = scenarios({
    lib,
    segment,
    ports: JSON.parse(RIG_PORTS),
    certificate: JSON.parse(RIG_CERTIFICATE),
    calleePort: callee.port,
    hand: RIG_HAND === undefined ? undefined : (entry) => lib(`@radiograph/sdk/${entry}`),
  });
  const { auto } = RIG_SWITCH === undefined ? {} : await lib('@radiograph/sdk/auto');
  for (const [name, integration] of JSON.parse(RIG_SCENARIOS)) {
    if (auto !== undefined) {
      segment(`begin off ${name}`, () => {});
      await all[name]();
      auto({ [integration]: true });
    }
    segment(`begin ${name}`, () => {});
    await all[name]();
    auto?.({ [integration]: false });
  }
  segment('begin end', () => {});
  await flush();
  callee.close();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
