import { isIP } from 'node:net';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultDataFolder } from './data-folder.js';
import { parseDuration } from './duration.js';
import { parseSize } from './size.js';

/** The log levels of `--log-level`, from few lines to many. */
const LOG_LEVELS: readonly string[] = ['error', 'warn', 'info', 'debug'];

/** What `radiograph start` is told by its flags. */
export interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  /** Seconds. */
  readonly retention: number;
  /** Bytes. */
  readonly maxDisk?: number;
  /** Keys of annotations that are indexed however many others there are. */
  readonly index: readonly string[];
  readonly strict?: boolean;
  readonly publicHost: readonly string[];
  /** A file of access keys. */
  readonly keys?: string;
  /** Networks that may send without a key what SDKs send so. */
  readonly allow: readonly string[];
  readonly insecure?: boolean;
  /** False with `--no-otlp`. */
  readonly otlp: boolean;
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
    .addOption(
      new Option(
        '--max-disk <size>',
        'the most that traces take on disk, such as 500MB, 10GB; the oldest go first',
      ).argParser(parseMaxDisk),
    )
    .addOption(
      new Option(
        '--index <key>',
        'index this key of annotations, beyond the 250 that are in any case; may be repeated',
      )
        .argParser((key: string, before: readonly string[]) => [...before, key])
        .default([], 'none'),
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
    .option('--keys <file>', 'demand the access keys of this file; read again when it changes')
    .addOption(
      new Option('--allow <network>', 'let SDKs of this network send without a key; may be repeated')
        .argParser((network: string, before: readonly string[]) => [...before, parseNetwork(network)])
        .default([], 'this machine'),
    )
    .option('--insecure', 'listen beyond this machine without access keys')
    .option('--no-otlp', 'take no OpenTelemetry traces, neither here nor on port 4318')
    .addOption(
      new Option('--log-level <level>', 'how much is logged to stderr').choices(LOG_LEVELS).default('info'),
    );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Give a whole number from 0 to 65535.');
}

function parseNetwork(text: string): string {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  const whole = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
  if (family !== 0 && whole && rest.length === 0) return text;
  throw new InvalidArgumentError('Give a network such as 10.0.0.0/8 or fd00::/8.');
}

function parseRetention(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError('Give a number with s, m, h, d or w, such as 30d.');
}

/** Less would leave no room beside the write-ahead log. */
const LEAST_DISK_BYTES = 50_000_000;

function parseMaxDisk(text: string): number {
  const bytes = parseSize(text);
  if (bytes !== undefined && bytes >= LEAST_DISK_BYTES) return bytes;
  throw new InvalidArgumentError('Give a number with MB, GB or TB, such as 10GB, and at least 50MB.');
}
