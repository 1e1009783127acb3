import { OtlpError } from '../otlp-error.js';

const SHOWN_CHARACTERS = 64;

/** The error of JSON that has something else in a place than OTLP has there. */
export function malformed(name: string, value: unknown, wanted: string): OtlpError {
  return new OtlpError('otlp/malformed', `${name} is ${shown(value)}; write ${wanted}`);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, SHOWN_CHARACTERS)) : String(value);
}
