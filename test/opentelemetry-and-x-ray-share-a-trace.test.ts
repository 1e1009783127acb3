import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  BatchGetTracesCommand,
  GetServiceGraphCommand,
  GetTraceSummariesCommand,
} from '@aws-sdk/client-xray';
import { expect, it, onTestFinished } from 'vitest';
import { type ChildService, startService } from '../examples/shop/dist/child-service.js';
import { startDynamo } from '../examples/shop/dist/dynamo.js';
import { eventually } from './rig/eventually.js';
import { type RadiographProcess, startRadiograph } from './rig/radiograph-process.js';
import { temporaryFolder } from './rig/temporary-folder.js';

const packages = createRequire(import.meta.url);
const register = packages.resolve('@opentelemetry/auto-instrumentations-node/register');
const hook = pathToFileURL(createRequire(register).resolve('@opentelemetry/instrumentation/hook.mjs')).href;

/** What makes an application one of OpenTelemetry's, by its environment alone, and turns our own SDK off. */
function openTelemetry(url: string, protocol: string): Record<string, string> {
  return {
    NODE_OPTIONS: `--require ${register} --experimental-loader=${hook} --no-warnings`,
    AWS_XRAY_SDK_DISABLED: 'true',
    OTEL_SERVICE_NAME: 'web',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'env,process',
    OTEL_PROPAGATORS: 'xray,tracecontext',
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
}

/** The shop: `web` by OpenTelemetry's auto-instrumentations, `orders` and `stock` by X-Ray documents over UDP. */
async function startShop({ url, daemonAddress }: RadiographProcess, protocol: string): Promise<string> {
  const start = async (name: string, environment: Record<string, string>): Promise<ChildService> => {
    const service = await startService(name, { AWS_XRAY_DAEMON_ADDRESS: daemonAddress, ...environment });
    onTestFinished(() => void service.process.kill('SIGKILL'));
    return service;
  };
  const stock = await start('stock', { SHOP_DYNAMO_URL: await startDynamo() });
  const orders = await start('orders', {
    SHOP_STOCK_URL: stock.url,
    SHOP_ORDERS_FILE: join(temporaryFolder(), 'orders.db'),
  });
  const addresses = { SHOP_STOCK_URL: stock.url, SHOP_ORDERS_URL: orders.url };
  return (await start('web', { ...addresses, ...openTelemetry(url, protocol) })).url;
}

interface Entity {
  readonly name: string;
  readonly id: string;
  readonly parent_id?: string;
  readonly namespace?: string;
  readonly subsegments?: readonly Entity[];
}

function flattened(entities: readonly Entity[]): readonly Entity[] {
  return entities.flatMap((entity) => [entity, ...flattened(entity.subsegments ?? [])]);
}

it.each(['http/protobuf', 'http/json'])(
  'auto-instrumentations by %s and our SDK make one trace of a request through the shop',
  async (protocol) => {
    const radiograph = await startRadiograph(temporaryFolder());
    onTestFinished(async () => void (await radiograph.stop()));
    const shop = await startShop(radiograph, protocol);
    const bought = await fetch(`${shop}/checkout`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-user': 'ada' },
      body: JSON.stringify({ sku: 'chair' }),
    });
    expect(bought.status).toBeLessThan(300);

    const range = { StartTime: new Date(Date.now() - 60_000), EndTime: new Date(Date.now() + 60_000) };
    const services = ['web', 'orders', 'stock'];
    const FilterExpression = services.map((name) => `service("${name}")`).join(' AND ');
    const id = await eventually(async () => {
      const command = new GetTraceSummariesCommand({ ...range, FilterExpression, TimeRangeType: 'Event' });
      const { TraceSummaries = [] } = await radiograph.client.send(command);
      expect(TraceSummaries).toHaveLength(1);
      return TraceSummaries[0]?.Id ?? '';
    }, 20_000);

    const { Traces = [] } = await radiograph.client.send(new BatchGetTracesCommand({ TraceIds: [id] }));
    const segments = (Traces[0]?.Segments ?? []).map(({ Document = '' }) => JSON.parse(Document) as Entity);
    const entities = flattened(segments);
    const web = segments.find(({ name }) => name === 'web');
    const orders = segments.find(({ name }) => name === 'orders');
    const inWeb = flattened(web?.subsegments ?? []);
    expect(inWeb.map(({ name }) => name)).toContain('request handler - /checkout');
    // The span that undici's instrumentation made is the parent of the segment that our SDK made.
    expect(inWeb.find((entity) => entity.id === orders?.parent_id)).toMatchObject({ namespace: 'remote' });
    expect(entities.map(({ name }) => name)).toEqual(expect.arrayContaining(['price', 'DynamoDB']));

    const { Services = [] } = await radiograph.client.send(new GetServiceGraphCommand(range));
    const nameOf = new Map(Services.map(({ ReferenceId, Name }) => [ReferenceId, Name]));
    const calls = Services.flatMap(({ Name, Edges = [] }) =>
      Edges.map((edge) => `${Name} → ${nameOf.get(edge.ReferenceId)}`),
    );
    expect(calls).toEqual(expect.arrayContaining(['web → orders', 'orders → stock', 'stock → shop-stock']));
  },
);
