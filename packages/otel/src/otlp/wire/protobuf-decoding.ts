import type { JsonValue } from '@radiograph/protocol';
import type { TraceRequest } from '../trace-request.js';
import type { Budget } from './budget.js';
import { toHex } from './hex.js';
import { type Decoded, type Field, type Message, REQUEST, SPAN } from './messages.js';
import { ProtobufReader } from './protobuf-reader.js';
import { readAttribute } from './protobuf-value.js';

/** Decodes a request from protobuf. Throws nothing but an OtlpError. */
export function decodeProtobuf(bytes: Uint8Array, budget: Budget): TraceRequest {
  const request = REQUEST.create();
  readMessage(new ProtobufReader(bytes), REQUEST, request, budget);
  // The tables say what the type says.
  return request as unknown as TraceRequest;
}

/** Reads fields until the message ends. One that is unknown, or of another wire type than the table has, is skipped. */
function readMessage(reader: ProtobufReader, message: Message, into: Decoded, budget: Budget): void {
  while (!reader.atEnd) {
    const tag = reader.tag();
    const field = message.byTag[tag];
    if (field === undefined) reader.skip(tag);
    else readField(reader, field, into, budget);
  }
}

function readField(reader: ProtobufReader, field: Field, into: Decoded, budget: Budget): void {
  switch (field.type) {
    case 'text':
      into[field.member] = reader.text();
      return;
    case 'id':
      into[field.member] = toHex(reader.bytes());
      return;
    case 'time':
      into[field.member] = reader.seconds();
      return;
    case 'bits':
      into[field.member] = reader.bits();
      return;
    case 'choice':
      into[field.member] = reader.choice();
      return;
    case 'attributes':
      readAttribute(reader, into[field.member] as Map<string, JsonValue>, budget);
      return;
    case 'message':
      // Protobuf lets a sender write one message in parts, which add up.
      readEmbedded(reader, field, into[field.member] as Decoded, budget);
      return;
    case 'list':
      (into[field.member] as Decoded[]).push(readElement(reader, field, budget));
      return;
  }
}

function readElement(reader: ProtobufReader, field: Field, budget: Budget): Decoded {
  if (field.message === SPAN) budget.countSpan();
  else budget.countItem();
  const element = field.message?.create() ?? {};
  readEmbedded(reader, field, element, budget);
  return element;
}

function readEmbedded(reader: ProtobufReader, field: Field, into: Decoded, budget: Budget): void {
  const outer = reader.enter();
  if (field.message !== undefined) readMessage(reader, field.message, into, budget);
  reader.leave(outer);
}
