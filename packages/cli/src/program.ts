import { Command, InvalidArgumentError, Option } from 'commander';
import type { BackupCommandOptions } from './backup.js';
import type { CheckCommandOptions } from './check.js';
import { CliError } from './cli-error.js';
import { defaultDataFolder } from './data-folder.js';
import type { SalvageCommandOptions } from './salvage.js';
import type { SendOptions } from './send.js';
import { addStartOptions, type StartOptions } from './start-options.js';
import type { StatusOptions } from './status.js';
import { packageVersion } from './version.js';

const EXAMPLES = `
Examples:
  radiograph                                 receive, keep and show traces at http://127.0.0.1:2000
  radiograph --port 3000 --data ./traces     on another port, in a folder of this project
  radiograph send segments.json              put documents from a file
  radiograph send - < segments.jsonl         or from another program
  radiograph status                          how that service is: received, stored, dropped
  radiograph backup traces-monday.db         copy all traces into a file, while it runs
  radiograph check                           whether the file is whole; radiograph salvage if not
  radiograph daemon -n eu-central-1          relay to AWS X-Ray; radiograph daemon --help

An application with an X-Ray SDK sends to 127.0.0.1:2000 by itself; for another port set AWS_XRAY_DAEMON_ADDRESS there.`;

/** The command line of Radiograph. `exit` is told the exit code of the command that ran. */
export function makeProgram(exit: (code: number) => void): Command {
  const program = new Command('radiograph')
    .description('X-Ray traces on your machine: daemon, service and console in one command.')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .usage('[command] [options]')
    // What follows `daemon` is in the form of AWS's daemon and not read here.
    .enablePositionalOptions()
    .exitOverride();
  const start = addStart(program);
  addSend(program, exit);
  addStatus(program);
  addBackup(program, exit);
  addCheck(program, exit);
  addSalvage(program);
  addDaemon(program, exit);
  return program
    .addHelpText(
      'after',
      () => `\nOptions of start, which is also what runs without a command:\n${optionsOf(start)}`,
    )
    .addHelpText('after', EXAMPLES);
}

function addStart(program: Command): Command {
  const start = program
    .command('start', { isDefault: true })
    .description('receive, keep and show traces until Ctrl-C');
  // Whatever is no command ends up here as an argument of the default one.
  start.allowExcessArguments().action(async (options: StartOptions) => {
    const [unknown] = start.args;
    if (unknown !== undefined)
      throw new CliError('cli/invalid-value', `unknown command '${unknown}'; radiograph --help lists them`);
    await (await import('./start.js')).start(options);
  });
  return addStartOptions(start);
}

function addSend(program: Command, exit: (code: number) => void): void {
  program
    .command('send')
    .description('put the segment documents of a file')
    .argument('<file>', 'JSON, one document a line, or datagrams with header lines; - for stdin')
    .addOption(serviceOption())
    .action(async (file: string, options: SendOptions) => {
      exit(await (await import('./send.js')).send(file, options));
    });
}

function addStatus(program: Command): void {
  program
    .command('status')
    .description('show what a service has received, stored, refused and dropped')
    .addOption(serviceOption())
    .action(async (options: StatusOptions) => {
      await (await import('./status.js')).status(options);
    });
}

function addBackup(program: Command, exit: (code: number) => void): void {
  program
    .command('backup')
    .description('copy all traces into a new file, while the service runs or not')
    .argument('<file>', 'the file to make; as traces.db in an empty folder it is a data folder')
    .addOption(dataOption())
    .action(async (file: string, options: BackupCommandOptions) => {
      exit(await (await import('./backup.js')).backup(file, options));
    });
}

function addCheck(program: Command, exit: (code: number) => void): void {
  program
    .command('check')
    .description('read all traces through and say whether the file is whole')
    .addOption(dataOption())
    .action(async (options: CheckCommandOptions) => {
      exit((await import('./check.js')).check(options));
    });
}

function addSalvage(program: Command): void {
  program
    .command('salvage')
    .description('copy what can be read of a damaged file into a new one')
    .addOption(dataOption())
    .action(async (options: SalvageCommandOptions) => {
      await (await import('./salvage.js')).salvage(options);
    });
}

function dataOption(): Option {
  const folder = defaultDataFolder();
  return new Option('--data <folder>', 'where traces are kept').default(folder, folder);
}

function serviceOption(): Option {
  return new Option('--to <url>', 'the service')
    .argParser(parseUrl)
    .default(new URL('http://127.0.0.1:2000'), 'http://127.0.0.1:2000');
}

function addDaemon(program: Command, exit: (code: number) => void): void {
  program
    .command('daemon')
    .description("relay documents to AWS X-Ray or another Radiograph, with the flags of AWS's daemon")
    .usage('[flags]')
    .argument('[flags...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (flags: readonly string[]) => {
      exit(await (await import('./daemon-command.js')).daemon(flags));
    });
}

function optionsOf(command: Command): string {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter((option) => option.long !== '--help');
  const width = Math.max(...options.map((option) => help.optionTerm(option).length));
  return options
    .map((option) => `  ${help.optionTerm(option).padEnd(width)}  ${help.optionDescription(option)}`)
    .join('\n');
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError('Give a URL such as http://127.0.0.1:2000.');
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
