import { CommanderError } from 'commander';
import { failureOf } from './failure.js';
import { makeProgram } from './program.js';

process.exitCode = await run(process.argv.slice(2));

async function run(parameters: readonly string[]): Promise<number> {
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
    const failure = failureOf(error, Number(program.commands[0]?.opts()['port']));
    process.stderr.write(`${failure.text}\n`);
    return failure.exitCode;
  }
}
