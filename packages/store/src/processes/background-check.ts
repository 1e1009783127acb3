import { type ChildProcess, fork } from 'node:child_process';

/** From the process that checks. */
export type CheckMessage =
  | { readonly kind: 'step'; readonly step: string; readonly done: number; readonly all: number }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const CHECK_PROCESS = new URL('./check-process.js', import.meta.url);

/**
 * Reads a store's file through in a process of its own. A thread would not do: SQLite checks a table in one go, which only the end
 * of a process interrupts.
 */
export class BackgroundCheck {
  /** What is wrong with the file; undefined when the check was ended before. */
  readonly problems: Promise<readonly string[] | undefined>;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  constructor(folder: string, onStep: (step: string, done: number, all: number) => void) {
    this.#child = fork(CHECK_PROCESS, [folder], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // What the application preloads has no business there.
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: 'ignore',
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', () => resolve());
      this.#child.once('error', () => resolve());
    });
    this.problems = new Promise((resolve) => {
      this.#child.on('message', (message: CheckMessage) => {
        if (message.kind === 'step') onStep(message.step, message.done, message.all);
        else resolve(message.problems);
      });
      void this.#ended.then(() => resolve(undefined));
    });
  }

  /** Ends the check where it is. */
  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
