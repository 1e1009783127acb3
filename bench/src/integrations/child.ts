import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that answers each message with one number. */
export class Child {
  readonly #process: ChildProcess;
  /** What it said when it was ready: its port. */
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.port = port;
  }

  /** Starts one of the programs of this folder, and waits until it is ready. */
  static async start(
    program: 'contender' | 'target',
    args: readonly string[],
    options: { readonly execPath: string; readonly env?: NodeJS.ProcessEnv },
  ): Promise<Child> {
    const path = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
    const child = fork(path, args, { ...options, execArgv: [] });
    return new Child(child, await answer(child, `${program} ${args.join(' ')}`));
  }

  /** Sends a message, and waits for the number that answers it. */
  async ask(message: string | number | object): Promise<number> {
    const answered = answer(this.#process, JSON.stringify(message));
    this.#process.send(message);
    return answered;
  }

  async stop(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.disconnect();
    await exited;
  }
}

function answer(child: ChildProcess, what: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`ended with ${code} at: ${what}`));
    child.once('exit', onExit);
    child.once('message', (value) => {
      child.off('exit', onExit);
      resolve(value as number);
    });
  });
}
