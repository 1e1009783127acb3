import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process of the bench that listens at a port. */
export interface Child<Answer> {
  readonly port: number;
  tell(message: string): void;
  /** Sends a message and gives the answer. */
  ask(message?: string): Promise<Answer>;
  /** Lets it end by itself. */
  end(): Promise<void>;
}

/** Starts one of the programs of this folder. */
export async function startChild<Answer>(
  program: 'bare-receiver' | 'endpoint',
  ...parameters: readonly string[]
): Promise<Child<Answer>> {
  const child: ChildProcess = fork(join(import.meta.dirname, `${program}.js`), parameters);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    port,
    tell: (message) => child.send(message),
    async ask(message = 'snapshot') {
      child.send(message);
      const [answer] = (await once(child, 'message')) as [Answer];
      return answer;
    },
    async end() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
