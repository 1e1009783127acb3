/** A stream of random values that is the same for the same seed, on every machine. */
export interface SeededRandom {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A number from `low` up to, not including, `high`. */
  between(low: number, high: number): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the choices; each is as likely. */
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** So many lower-case hex digits. */
  hex(digits: number): string;
}

/** Makes a {@link SeededRandom} from a whole number. */
export function seededRandom(seed: number): SeededRandom {
  const next32 = sfc32(seed);
  const next = () => next32() / 2 ** 32;
  const between = (low: number, high: number) => low + next() * (high - low);
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    integer,
    chance: (probability) => next() < probability,
    pick: (choices) => choices[integer(0, choices.length - 1)] ?? choices[0],
    hex: (digits) => hex(next32, digits),
  };
}

function hex(next32: () => number, digits: number): string {
  let text = '';
  while (text.length < digits) text += next32().toString(16).padStart(8, '0');
  return text.slice(0, digits);
}

/** Chris Doty-Humphrey's "small fast counting" generator: 128 bits of state, passes PractRand. */
function sfc32(seed: number): () => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  // The first values still show the seed.
  for (let i = 0; i < 15; i++) next();
  return next;
}
