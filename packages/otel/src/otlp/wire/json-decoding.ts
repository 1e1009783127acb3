import type { JsonValue } from '@radiograph/protocol';
import { OtlpError } from '../otlp-error.js';
import type { TraceRequest } from '../trace-request.js';
import { fromBase64 } from './base64.js';
import type { Budget } from './budget.js';
import { toHex } from './hex.js';
import { isAbsent, isObject, readAttributes, readText } from './json-value.js';
import { malformed } from './malformed.js';
import { type Decoded, type Field, type Message, REQUEST, SPAN } from './messages.js';
import { secondsOfDigits, secondsOfNumber } from './nanoseconds.js';

const REASON_CHARACTERS = 120;
const HEX = /^[0-9a-fA-F]*$/;
const NANOSECONDS = /^\d{1,20}$/;
/** Base64 of sixteen and of eight bytes; hex of these lengths would be of no id's size. */
const BASE64_ID = /^[A-Za-z0-9+/_-]{22}==$|^[A-Za-z0-9+/_-]{11}=$/;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Decodes a request from JSON. Throws nothing but an OtlpError. */
export function decodeJson(bytes: Uint8Array, budget: Budget): TraceRequest {
  const request = readMessage(parse(bytes), REQUEST, REQUEST.create(), budget);
  // The tables say what the type says.
  return request as unknown as TraceRequest;
}

function parse(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new OtlpError('otlp/malformed', 'the body is not UTF-8; send JSON text in UTF-8');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, REASON_CHARACTERS);
    throw new OtlpError('otlp/malformed', `the body is not JSON: ${reason}`);
  }
}

function readMessage(value: unknown, message: Message, into: Decoded, budget: Budget): Decoded {
  if (!isObject(value)) throw malformed(message.name, value, 'an object');
  for (const field of message.fields) {
    const member = value[field.json];
    if (!isAbsent(member)) readField(member, field, `${message.name}.${field.json}`, into, budget);
  }
  return into;
}

function readField(value: unknown, field: Field, name: string, into: Decoded, budget: Budget): void {
  switch (field.type) {
    case 'text':
      into[field.member] = readText(name, value);
      return;
    case 'id':
      into[field.member] = readId(name, value);
      return;
    case 'time':
      into[field.member] = readSeconds(name, value);
      return;
    case 'bits':
      into[field.member] = readBits(name, value);
      return;
    case 'choice':
      into[field.member] = readChoice(name, value, field.choices ?? []);
      return;
    case 'attributes':
      readAttributes(value, into[field.member] as Map<string, JsonValue>, budget);
      return;
    case 'message':
      if (field.message !== undefined)
        readMessage(value, field.message, into[field.member] as Decoded, budget);
      return;
    case 'list':
      into[field.member] = readList(name, value, field.message, budget);
      return;
  }
}

function readList(name: string, value: unknown, message: Message | undefined, budget: Budget): Decoded[] {
  if (!Array.isArray(value) || message === undefined) throw malformed(name, value, 'an array');
  return value.map((element) => {
    if (message === SPAN) budget.countSpan();
    else budget.countItem();
    return readMessage(element, message, message.create(), budget);
  });
}

/** OTLP asks for hex. Base64, which protobuf's own JSON writes, is taken where its length leaves no doubt. */
function readId(name: string, value: unknown): string {
  if (typeof value === 'string') {
    if (value.length % 2 === 0 && HEX.test(value)) return value.toLowerCase();
    const bytes = BASE64_ID.test(value) ? fromBase64(value) : undefined;
    if (bytes !== undefined) return toHex(bytes);
  }
  throw malformed(name, value, 'hex digits in a string');
}

function readSeconds(name: string, value: unknown): number {
  if (typeof value === 'string' && NANOSECONDS.test(value)) return secondsOfDigits(value);
  if (typeof value === 'number' && value >= 0) return secondsOfNumber(value);
  throw malformed(name, value, 'nanoseconds since 1970 in a string of digits');
}

function readBits(name: string, value: unknown): number {
  const bits = typeof value === 'string' && NANOSECONDS.test(value) ? Number(value) : value;
  if (typeof bits === 'number' && Number.isInteger(bits) && bits >= 0) return bits >>> 0;
  throw malformed(name, value, 'a whole number');
}

function readChoice(name: string, value: unknown, choices: readonly string[]): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value | 0;
  const number = typeof value === 'string' ? choices.indexOf(value) : -1;
  if (number >= 0) return number;
  throw malformed(name, value, 'its number');
}
