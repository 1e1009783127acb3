import { useState } from 'preact/hooks';
import './form.css';

/** Something that is done at the service: whether it is under way, and why it did not succeed. */
export interface Action {
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  act(work: () => Promise<void>): void;
}

/** Does one thing at a time and keeps what went wrong with the last one; `done` is called after each success. */
export function useAction(done: () => void): Action {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      done();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    problem,
    act(work) {
      if (!isBusy) void run(work);
    },
  };
}
