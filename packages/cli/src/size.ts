const BYTES: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
const SIZE = /^(\d+(?:\.\d+)?) ?([KMGT]B)$/;

/** Reads a size such as `10GB` or `500 MB`, in powers of a thousand, and gives whole bytes; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const [, amount, unit = ''] = SIZE.exec(text.trim().toUpperCase()) ?? [];
  const bytes = Math.floor(Number(amount) * (BYTES[unit] ?? Number.NaN));
  return Number.isFinite(bytes) && bytes > 0 ? bytes : undefined;
}
