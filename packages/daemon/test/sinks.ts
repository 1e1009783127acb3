import type { Sink } from '@radiograph/daemon';
import { limits, parseDocuments, type Rejection, type Verdict } from '@radiograph/protocol';

/** A sink that keeps the texts it took. */
export interface KeepingSink extends Sink {
  readonly texts: string[];
}

/** Judges documents as the store does: by the protocol's validation. */
export function judgingSink(): KeepingSink {
  const texts: string[] = [];
  return {
    texts,
    async accept(batch) {
      return batch.map((bytes) => {
        const verdict = judge(bytes);
        if (verdict.accepted) texts.push(textOf(bytes));
        return verdict;
      });
    },
  };
}

/** Takes everything, after waiting for what `before` gives. */
export function takingSink(before: () => Promise<void> = async () => {}): KeepingSink {
  const texts: string[] = [];
  return {
    texts,
    async accept(batch) {
      await before();
      texts.push(...batch.map(textOf));
      return batch.map(() => ({ accepted: true }));
    },
  };
}

function judge(bytes: Uint8Array): Verdict {
  const refused = parseDocuments(bytes, { maxBytes: limits.segmentBytes }).find(
    (parsed): parsed is Rejection => !parsed.accepted,
  );
  return refused ?? { accepted: true };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
