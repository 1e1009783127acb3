import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InvocationRequest, type Outcome, type RuntimeApi, serveRuntimeApi } from './runtime-api.js';

// From the sources and from what is compiled of them it is equally far.
const root = join(import.meta.dirname, '../../../..');
const nativeClient = join(import.meta.dirname, '../../src/lambda/native-client.cjs');
const cache = join(root, '.cache/lambda');

/** Which function is to run, and on what. */
export interface FunctionOptions {
  /** The folder with its code, as it is in a deployment package. */
  readonly folder: string;
  /** Such as `index.main`. */
  readonly handler: string;
  /** Where documents go. */
  readonly daemonAddress: string;
  readonly functionName?: string;
  /** The binary of Node; by default the running one. */
  readonly node?: string;
  /** The generation of AWS's runtime client: 3 for Node 20, 4 for Node 22 and later. Default 3. */
  readonly client?: 3 | 4;
  /** How many invocations one process takes at once; left out for one at a time. */
  readonly concurrency?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly flags?: readonly string[];
}

/** A function in a process of its own, run by AWS's own runtime client. */
export interface LambdaFunction {
  readonly pid: number;
  invoke(request: InvocationRequest): Promise<Outcome>;
  /** What it has printed so far. */
  printed(): string;
  /** Resolves when its process has ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts a function. It has the environment of Lambda, and no other variables. */
export async function startFunction(options: FunctionOptions): Promise<LambdaFunction> {
  const name = options.functionName ?? 'f';
  const api = await serveRuntimeApi(name);
  const child = spawnRuntime(options, api, name);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void ended.then(() => api.abandon(new Error(`the function's process ended:\n${printed}`)));
  return {
    pid: child.pid ?? 0,
    invoke: (request) => api.invoke(request),
    printed: () => printed,
    ended,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      api.close();
    },
  };
}

function spawnRuntime(options: FunctionOptions, api: RuntimeApi, name: string): ChildProcess {
  const { node = process.execPath, client = 3, folder, handler, flags = [] } = options;
  const entry = runtimeClient(client);
  return spawn(node, [...flags, entry, ...(client === 3 ? [handler] : [])], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: handler,
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'rig',
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_XRAY_DAEMON_ADDRESS: options.daemonAddress,
      // Lambda names its daemon here too; the rig's daemon is that one, unless a test says that it is not.
      _AWS_XRAY_DAEMON_ADDRESS: options.daemonAddress.split(':')[0],
      _AWS_XRAY_DAEMON_PORT: options.daemonAddress.split(':')[1],
      ...(options.concurrency !== undefined && {
        AWS_LAMBDA_MAX_CONCURRENCY: String(options.concurrency),
        AWS_LAMBDA_NODEJS_WORKER_COUNT: '1',
      }),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A copy of AWS's runtime client whose native part is the rig's; the original in node_modules stays as it is. */
function runtimeClient(generation: 3 | 4): string {
  const place = join(cache, `client-${generation}`);
  const entry = join(place, generation === 3 ? 'bin/index.mjs' : 'index.mjs');
  if (existsSync(entry)) return entry;
  // Beside its place first, because two test processes may do this at once.
  const staging = `${place}.${process.pid}`;
  cpSync(join(root, 'node_modules', `lambda-ric-${generation}`), staging, { recursive: true });
  const native = join(staging, generation === 3 ? 'dist' : '.', 'rapid-client.node');
  mkdirSync(native);
  cpSync(nativeClient, join(native, 'index.js'));
  writeFileSync(join(native, 'package.json'), '{ "type": "commonjs" }');
  try {
    renameSync(staging, place);
  } catch (error) {
    if (!existsSync(entry)) throw error;
    rmSync(staging, { recursive: true });
  }
  return entry;
}
