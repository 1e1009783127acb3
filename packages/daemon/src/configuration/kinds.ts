/** A kind of value that a setting may have, in `cfg.yaml` and as a flag. */
export interface Kind<T> {
  /** Completes "expected …". */
  readonly expects: string;
  /** A flag of this kind needs no value. */
  readonly isSwitch?: boolean;
  /** Reads what YAML gives, or a flag's text; undefined for what it does not take. */
  read(value: unknown): T | undefined;
  /** Writes a value as a flag takes it; `String` where it is left out. */
  show?(value: T): string;
}

/** A host, empty for every address of the machine, and a port. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

const SWITCHES: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
]);

const DURATION_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Any text. */
export const text: Kind<string> = {
  expects: 'text',
  read: (value) => (typeof value === 'string' ? value.trim() : undefined),
};

/** Yes or no, in the words of Go's flags. */
export const onOff: Kind<boolean> = {
  expects: 'true or false',
  isSwitch: true,
  read: (value) =>
    typeof value === 'boolean' ? value : typeof value === 'string' ? SWITCHES[value] : undefined,
};

/** A whole number in a range, or 0 where that has a meaning of its own. */
export function whole(
  least: number,
  most: number,
  { orZero = false }: { readonly orZero?: boolean } = {},
): Kind<number> {
  return {
    expects: `a whole number from ${least} to ${most}${orZero ? ', or 0' : ''}`,
    read(value) {
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number)) return undefined;
      return (orZero && number === 0) || (number >= least && number <= most) ? number : undefined;
    },
  };
}

/** A time with its unit; gives milliseconds. */
export const duration: Kind<number> = {
  expects: 'a time with a unit, such as 500ms, 10s, 5m, 12h or 7d',
  read(value) {
    if (value === 0 || value === '0') return 0;
    const [, amount, unit = ''] =
      (typeof value === 'string' && /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(value)) || [];
    const ms = Number(amount) * (DURATION_MS[unit] ?? Number.NaN);
    return Number.isFinite(ms) ? Math.round(ms) : undefined;
  },
  show(ms) {
    const units = Object.entries(DURATION_MS).toReversed();
    const [unit, unitMs] = units.find(([, each]) => ms >= each && ms % each === 0) ?? ['ms', 1];
    return ms === 0 ? '0' : `${ms / unitMs}${unit}`;
  },
};

/** One of some words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Kind<Word> {
  return {
    expects: `one of ${words.join(', ')}`,
    read: (value) => words.find((word) => typeof value === 'string' && word === value.toLowerCase()),
  };
}

/** Words separated by commas, or a list. */
export const list: Kind<readonly string[]> = {
  expects: 'words separated by commas, or a list of words',
  read(value) {
    const parts = typeof value === 'string' ? value.split(',') : value;
    if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return undefined;
    return parts.map((part) => part.trim()).filter((part) => part !== '');
  },
};

/** `host:port`, one or several of them separated by commas. */
export const addresses: Kind<readonly HostAndPort[]> = {
  expects: 'host:port such as 127.0.0.1:2000, or several separated by commas',
  read(value) {
    if (typeof value !== 'string') return undefined;
    const found = value.split(',').map((part) => readAddress(part.trim()));
    return found.every((address) => address !== undefined) ? found : undefined;
  },
  show: (value) => value.map(showAddress).join(','),
};

/** `host:port`. */
export const address: Kind<HostAndPort> = {
  expects: 'host:port such as 127.0.0.1:2000',
  read: (value) => (typeof value === 'string' ? readAddress(value.trim()) : undefined),
  show: showAddress,
};

/** An HTTP proxy's URL; empty for none. */
export const proxy: Kind<string> = {
  expects: 'a URL with its scheme, such as http://127.0.0.1:3128',
  read: (value) => (value === '' ? '' : readUrl(value)?.href),
};

/** Where documents go: URLs separated by commas, `aws` for AWS X-Ray in the region. */
export const endpoints: Kind<readonly (URL | 'aws')[]> = {
  expects: 'a URL such as http://radiograph:2000, aws, or several separated by commas',
  read(value) {
    const parts = list
      .read(value)
      ?.map((part) => (part.toLowerCase() === 'aws' ? ('aws' as const) : readUrl(part)));
    return parts?.every((part) => part !== undefined) ? parts : undefined;
  },
};

function readAddress(value: string): HostAndPort | undefined {
  const [, bracketed, host = bracketed, digits] =
    /^(?:\[([^\]]+)\]|([^:[\]\s]*)):(\d{1,5})$/.exec(value) ?? [];
  const port = Number(digits);
  return host !== undefined && port <= 65_535 ? { host, port } : undefined;
}

function showAddress({ host, port }: HostAndPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function readUrl(value: unknown): URL | undefined {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
}
