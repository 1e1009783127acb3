import { bare, type Kind, storage, type Tracing } from './tracing.js';
import { makeWork } from './work.js';

// usage: forked with NAME KIND TARGET   Says its port when it is ready; told how many calls to make, or to finish, it says
// what CPU it has used since it began, in microseconds (user and system, all threads).
const [name = 'bare', kind = 'http', target = '0'] = process.argv.slice(2);
const otlp = process.env['BENCH_OTLP_URL'] ?? 'http://127.0.0.1:4318/v1/traces';

const tracing = await start(name, kind as Kind);
const work = await makeWork(kind as Kind, tracing, Number(target));
process.on('message', async (wanted: number | 'finish') => {
  // What a contender has put off belongs to its cost.
  if (wanted === 'finish') await tracing.finish();
  else await work.call(wanted);
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on('disconnect', () => process.exit(0));
process.send?.(work.port);

/** Loads only what it starts, so that no contender's modules slow another down. */
async function start(which: string, of: Kind): Promise<Tracing> {
  const [contender, unsampled] = which.split('-unsampled');
  const sampled = unsampled === undefined;
  switch (contender) {
    case 'bare':
      return bare;
    case 'storage':
      return storage();
    case 'radiograph':
      return (await import('./radiograph.js')).radiograph(of, sampled, 'one');
    case 'radiograph-packed':
      return (await import('./radiograph.js')).radiograph(of, sampled, 'lines');
    case 'opentelemetry':
      return (await import('./opentelemetry.js')).opentelemetry(of, otlp, sampled);
    case 'official':
      return (await import('./official.js')).official(of, sampled);
    default:
      throw new Error(`no contender is called '${which}'`);
  }
}
