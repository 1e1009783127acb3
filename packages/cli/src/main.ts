import { failureOf } from './failure.js';

process.exitCode = await main(process.argv.slice(2));

/** The daemon reads its parameters by itself, and is to be small: what reads those of the other commands is not loaded for it. */
async function main(parameters: readonly string[]): Promise<number> {
  const [command, ...rest] = parameters;
  return command === 'daemon' ? runDaemon(rest) : run(parameters);
}

async function runDaemon(parameters: readonly string[]): Promise<number> {
  try {
    return await (await import('./daemon-command.js')).daemon(parameters);
  } catch (error) {
    return tell(error);
  }
}

async function run(parameters: readonly string[]): Promise<number> {
  const [{ CommanderError }, { makeProgram }] = await Promise.all([
    import('commander'),
    import('./program.js'),
  ]);
  let exitCode = 0;
  const program = makeProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(parameters, { from: 'user' });
    return exitCode;
  } catch (error) {
    // The message is already written; whatever is not a call for help or the version is a bad flag or value.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return tell(error, Number(program.commands[0]?.opts()['port']));
  }
}

function tell(error: unknown, port?: number): number {
  const failure = failureOf(error, port);
  process.stderr.write(`${failure.text}\n`);
  return failure.exitCode;
}
