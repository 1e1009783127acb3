import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocuments } from '../src/document-parsing.js';

interface GoldenCase {
  readonly name: string;
  readonly input: unknown;
  readonly nowS?: number;
  readonly document?: unknown;
  readonly rejection?: { readonly code: string; readonly message: string; readonly id?: string };
}

const folder = join(import.meta.dirname, 'golden');

for (const file of readdirSync(folder)) {
  const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly GoldenCase[];
  describe(file, () => {
    test.each(cases)('$name', ({ input, nowS, document, rejection }) => {
      const [parsed, ...more] = parseDocuments(Buffer.from(JSON.stringify(input)), {
        maxBytes: 65_536,
        ...(nowS !== undefined && { strict: true, nowS }),
      });
      expect(more).toEqual([]);
      if (rejection === undefined) {
        expect(parsed).toEqual({ accepted: true, document });
        return;
      }
      const { traceId: _, ...reported } = { traceId: '', ...parsed };
      expect(reported).toEqual({ accepted: false, ...rejection });
    });
  });
}
