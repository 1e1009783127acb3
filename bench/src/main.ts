import { parseArgs } from 'node:util';
import { consoleBench } from './console-bench.js';
import { daemonBench } from './daemon-bench.js';
import { daemonChaosBench, daemonOutageBench } from './daemon-outage-bench.js';
import { filterBench } from './filter-bench.js';
import { ingestBench } from './ingest-bench.js';
import { integrationsBench } from './integrations-bench.js';
import { lambdaBench } from './lambda-bench.js';
import { otlpBench } from './otlp-bench.js';
import { report, type Section } from './report.js';
import { samplingBench } from './sampling-bench.js';
import { sdkBench } from './sdk-bench.js';
import { sdkLoadBench } from './sdk-load-bench.js';
import { sdkMemoryBench } from './sdk-memory-bench.js';
import { serviceBench } from './service-bench.js';
import { signatureBench } from './signature-bench.js';
import { storeBench } from './store-bench.js';
import { storeSearchBench } from './store-search-bench.js';
import { traceBench } from './trace-bench.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  // `--segments` and `--hours` are for store-search only.
  options: {
    write: { type: 'boolean', default: false },
    segments: { type: 'string' },
    hours: { type: 'string' },
  },
});

const benches: Readonly<Record<string, () => Promise<Section>>> = {
  sdk: () => sdkBench(),
  'sdk-load': () => sdkLoadBench(),
  'sdk-memory': () => sdkMemoryBench(),
  trace: () => traceBench(),
  filter: () => filterBench(),
  integrations: () => integrationsBench(),
  lambda: () => lambdaBench(),
  store: () => storeBench(),
  daemon: () => daemonBench(),
  'daemon-outage': () => daemonOutageBench(),
  'daemon-chaos': () => daemonChaosBench(),
  'store-search': () => storeSearchBench(numberOf(values.segments), numberOf(values.hours)),
  ingest: () => ingestBench(),
  service: () => serviceBench(),
  signature: () => signatureBench(),
  otlp: () => otlpBench(),
  sampling: () => samplingBench(),
  console: () => consoleBench(),
};
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  const bench = benches[name];
  if (bench === undefined) {
    console.error(`no bench is called '${name}'; there are ${Object.keys(benches).join(', ')}`);
    process.exit(2);
  }
  report(await bench(), values.write);
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
