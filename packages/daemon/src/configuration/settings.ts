import * as kinds from './kinds.js';
import { TRIM_SETTINGS } from './trim-settings.js';

/** Everything a daemon can be told, by `cfg.yaml` and by flags. Times in milliseconds. */
export interface DaemonConfiguration {
  readonly totalBufferSizeMb: number;
  readonly concurrency: number;
  readonly region: string;
  /** Where documents go; empty for AWS X-Ray. The first one is also where the TCP proxy leads. */
  readonly endpoints: readonly (URL | 'aws')[];
  readonly udpAddresses: readonly kinds.HostAndPort[];
  readonly tcpAddress: kinds.HostAndPort;
  readonly logRotation: boolean;
  readonly logLevel: 'dev' | 'debug' | 'info' | 'warn' | 'error' | 'prod';
  readonly logPath: string;
  readonly logFormat: 'text' | 'json';
  readonly localMode: boolean;
  readonly resourceArn: string;
  readonly roleArn: string;
  readonly noVerifySsl: boolean;
  /** An HTTP proxy; empty for none. */
  readonly proxyAddress: string;
  /** Sent to a Radiograph with keys, in place of a signature. */
  readonly token: string;
  /** A folder; empty for the default one, `off` for none. */
  readonly spool: string;
  readonly spoolSizeMb: number;
  readonly spoolAgeMs: number;
  readonly drop: 'newest' | 'oldest';
  readonly batchDocuments: number;
  readonly batchSizeKb: number;
  readonly batchAgeMs: number;
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly rulesCacheMs: number;
  readonly shutdownTimeoutMs: number;
  /** Whether `POST /TraceSegments` at the TCP address goes the way of datagrams, and not through the proxy. */
  readonly httpIntake: boolean;
  /** Where the same is taken by a unix socket; empty for nowhere. */
  readonly unixSocket: string;
  /** Metadata keys with wildcards, `key` or `namespace.key`. */
  readonly dropMetadata: readonly string[];
  readonly hashMetadata: readonly string[];
  /** Names of query parameters with wildcards. */
  readonly dropQuery: readonly string[];
  readonly hashQuery: readonly string[];
  readonly hashKey: string;
  /** Per cent of the traces that the predicate does not keep; 100 judges none. */
  readonly tailSample: number;
  /** What the predicate is compiled from. */
  readonly tailKeep: string;
  readonly tailWaitMs: number;
  readonly tailSizeMb: number;
}

/** One setting: its names, what it takes and what it means. */
export interface Setting<T> {
  /** In `cfg.yaml`; a dot leads into a section. */
  readonly key: string;
  /** Short and long; those that AWS's daemon has bear its names. */
  readonly flags: readonly string[];
  readonly kind: kinds.Kind<T>;
  readonly default: T;
  /** What the flag's value is called in the help. */
  readonly value?: string;
  readonly help: string;
  /** Known to version 2 of `cfg.yaml` only. */
  readonly versionTwo?: true;
}

/** One {@link Setting} for every member of a {@link DaemonConfiguration}. */
export type Settings = { readonly [Name in keyof DaemonConfiguration]: Setting<DaemonConfiguration[Name]> };

const LOOPBACK: kinds.HostAndPort = { host: '127.0.0.1', port: 2000 };

/** Every setting. The upper half is AWS's daemon's, with its keys, flags and defaults; the lower half is Radiograph's own. */
export const SETTINGS: Settings = {
  resourceArn: {
    key: 'ResourceARN',
    flags: ['a', 'resource-arn'],
    kind: kinds.text,
    default: '',
    help: 'ARN of the AWS resource that hosts the daemon, for telemetry',
  },
  localMode: {
    key: 'LocalMode',
    flags: ['o', 'local-mode'],
    kind: kinds.onOff,
    default: false,
    help: "do not ask EC2's instance metadata",
  },
  totalBufferSizeMb: {
    key: 'TotalBufferSizeMB',
    flags: ['m', 'buffer-memory'],
    kind: kinds.whole(3, 65_536, { orZero: true }),
    default: 0,
    value: 'MB',
    help: 'memory for documents that wait; 0 for 1 % of the machine, 16 at least',
  },
  region: {
    key: 'Region',
    flags: ['n', 'region'],
    kind: kinds.text,
    default: '',
    help: 'AWS region, such as eu-central-1',
  },
  udpAddresses: {
    key: 'Socket.UDPAddress',
    flags: ['b', 'bind'],
    kind: kinds.addresses,
    default: [LOOPBACK],
    value: 'host:port',
    help: 'where documents are received by UDP; several separated by commas',
  },
  tcpAddress: {
    key: 'Socket.TCPAddress',
    flags: ['t', 'bind-tcp'],
    kind: kinds.address,
    default: LOOPBACK,
    value: 'host:port',
    help: 'where the proxy for sampling rules listens, and /health and /metrics',
    versionTwo: true,
  },
  roleArn: {
    key: 'RoleARN',
    flags: ['r', 'role-arn'],
    kind: kinds.text,
    default: '',
    help: 'IAM role to assume before sending',
  },
  logPath: {
    key: 'Logging.LogPath',
    flags: ['f', 'log-file'],
    kind: kinds.text,
    default: '',
    value: 'file',
    help: 'log to a file in place of stdout',
  },
  logLevel: {
    key: 'Logging.LogLevel',
    flags: ['l', 'log-level'],
    kind: kinds.oneOf('dev', 'debug', 'info', 'warn', 'error', 'prod'),
    default: 'prod',
    value: 'level',
    help: 'dev, debug, info, warn, error or prod (which is info)',
  },
  proxyAddress: {
    key: 'ProxyAddress',
    flags: ['p', 'proxy-address'],
    kind: kinds.proxy,
    default: '',
    value: 'url',
    help: 'HTTP proxy to send through; HTTPS_PROXY where there is none',
  },
  concurrency: {
    key: 'Concurrency',
    flags: ['concurrency'],
    kind: kinds.whole(1, 1000),
    default: 8,
    help: 'batches under way at once',
  },
  endpoints: {
    key: 'Endpoint',
    flags: ['endpoint'],
    kind: kinds.endpoints,
    default: [],
    value: 'url',
    help: 'where documents go in place of AWS X-Ray; several separated by commas, of which one may be aws',
  },
  logRotation: {
    key: 'Logging.LogRotation',
    flags: ['log-rotation'],
    kind: kinds.onOff,
    default: true,
    help: 'start a new log file at 50 MB and keep the one before',
  },
  noVerifySsl: {
    key: 'NoVerifySSL',
    flags: ['no-verify-ssl'],
    kind: kinds.onOff,
    default: false,
    help: 'take any certificate of the other side',
  },
  logFormat: {
    key: 'Logging.Format',
    flags: ['log-format'],
    kind: kinds.oneOf('text', 'json'),
    default: 'text',
    value: 'format',
    help: "text as AWS's daemon writes it, or json",
  },
  token: {
    key: 'Token',
    flags: ['token'],
    kind: kinds.text,
    default: '',
    help: 'bearer token for a Radiograph with keys; better given by RADIOGRAPH_TOKEN',
  },
  spool: {
    key: 'Spool.Path',
    flags: ['spool'],
    kind: kinds.text,
    default: '',
    value: 'folder',
    help: 'where documents wait on disk while the other side is away; off for nowhere',
  },
  spoolSizeMb: {
    key: 'Spool.SizeMB',
    flags: ['spool-size'],
    kind: kinds.whole(1, 1_048_576),
    default: 512,
    value: 'MB',
    help: 'the most it may hold; beyond it the oldest are dropped',
  },
  spoolAgeMs: {
    key: 'Spool.Age',
    flags: ['spool-age'],
    kind: kinds.duration,
    default: 7 * 86_400_000,
    value: 'time',
    help: 'how long a document may wait there',
  },
  drop: {
    key: 'Queue.Drop',
    flags: ['drop'],
    kind: kinds.oneOf('newest', 'oldest'),
    default: 'newest',
    value: 'which',
    help: 'what goes when memory is full and there is no spool: newest or oldest',
  },
  batchDocuments: {
    key: 'Batch.Documents',
    flags: ['batch-documents'],
    kind: kinds.whole(1, 1000),
    default: 50,
    help: 'documents of a batch; AWS X-Ray takes 50',
  },
  batchSizeKb: {
    key: 'Batch.SizeKB',
    flags: ['batch-size'],
    kind: kinds.whole(64, 16_384),
    default: 1024,
    value: 'kB',
    help: 'bytes of a batch',
  },
  batchAgeMs: {
    key: 'Batch.Age',
    flags: ['batch-age'],
    kind: kinds.duration,
    default: 1000,
    value: 'time',
    help: 'how long a document waits for its batch to fill',
  },
  attempts: {
    key: 'Send.Attempts',
    flags: ['attempts'],
    kind: kinds.whole(1, 100),
    default: 3,
    help: 'attempts at a batch before it goes to the spool',
  },
  timeoutMs: {
    key: 'Send.Timeout',
    flags: ['timeout'],
    kind: kinds.duration,
    default: 5000,
    value: 'time',
    help: 'how long one request may take',
  },
  rulesCacheMs: {
    key: 'Proxy.RulesCache',
    flags: ['rules-cache'],
    kind: kinds.duration,
    default: 10_000,
    value: 'time',
    help: 'how long sampling rules are answered from memory; 0 for never',
  },
  shutdownTimeoutMs: {
    key: 'Shutdown.Timeout',
    flags: ['shutdown-timeout'],
    kind: kinds.duration,
    default: 5000,
    value: 'time',
    help: 'how long what waits may take to be sent at the end',
  },
  httpIntake: {
    key: 'Socket.HTTPIntake',
    flags: ['http-intake'],
    kind: kinds.onOff,
    default: false,
    help: 'take documents by POST /TraceSegments at the TCP address too, for those larger than a datagram',
  },
  unixSocket: {
    key: 'Socket.UnixSocket',
    flags: ['unix-socket'],
    kind: kinds.text,
    default: '',
    value: 'path',
    help: 'take documents by POST /TraceSegments at a unix socket too',
  },
  ...TRIM_SETTINGS,
};
