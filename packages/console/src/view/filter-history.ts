import { type ReadonlySignal, signal } from '@preact/signals';
import { keep, readKept } from './kept.js';

const MOST = 20;
const LONGEST = 2_000;

const written = signal<readonly string[]>(readHistory());

/** The filters that were used last in this browser, the latest first. */
export const filterHistory: ReadonlySignal<readonly string[]> = written;

/** Remembers a filter that was used. */
export function rememberFilter(filter: string): void {
  const text = filter.trim();
  if (text === '' || text.length > LONGEST) return;
  written.value = [text, ...written.peek().filter((other) => other !== text)].slice(0, MOST);
  keep('filters', JSON.stringify(written.peek()));
}

function readHistory(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(readKept('filters') ?? '[]');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}
