import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultDataFolder } from './data-folder.js';
import { parseDuration } from './duration.js';

/** The log levels of `--log-level`, from few lines to many. */
const LOG_LEVELS: readonly string[] = ['error', 'warn', 'info', 'debug'];

/** What `radiograph start` is told by its flags. */
export interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  /** Seconds. */
  readonly retention: number;
  readonly strict?: boolean;
  readonly publicHost: readonly string[];
  readonly insecure?: boolean;
  readonly logLevel: string;
}

/** Gives a command the flags of `radiograph start`. */
export function addStartOptions(command: Command): Command {
  const folder = defaultDataFolder();
  return command
    .addOption(
      new Option('--port <number>', 'port for UDP and TCP; 0 takes a free one')
        .default(2000)
        .argParser(parsePort),
    )
    .addOption(
      new Option('--host <address>', 'address or name to listen at').default('127.0.0.1', '127.0.0.1'),
    )
    .addOption(new Option('--data <folder>', 'where traces are kept').default(folder, folder))
    .addOption(
      new Option('--retention <time>', 'how long traces are kept, such as 12h, 30d, 8w')
        .argParser(parseRetention)
        .default(2_592_000, '30d'),
    )
    .option('--strict', "hold AWS X-Ray's own limits and its default sampling rule")
    .addOption(
      new Option(
        '--public-host <name>',
        'another name under which browsers reach this service; may be repeated',
      )
        .argParser((name: string, before: readonly string[]) => [...before, name])
        .default([], 'none'),
    )
    .option('--insecure', 'listen beyond this machine without access keys')
    .addOption(
      new Option('--log-level <level>', 'how much is logged to stderr').choices(LOG_LEVELS).default('info'),
    );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Give a whole number from 0 to 65535.');
}

function parseRetention(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError('Give a number with s, m, h, d or w, such as 30d.');
}
