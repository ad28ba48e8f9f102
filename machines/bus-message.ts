/**
 * D-Bus messages in a byte stream. The header is read first and alone, so that what nobody listens to is dropped
 * before its body is unmarshalled: at 500 units that is nearly everything.
 */
import codec, { type Message } from '@homebridge/dbus-native/lib/message.js';

export const messageType = { call: 1, reply: 2, error: 3, signal: 4 } as const;

export interface BusMessage {
  type: number;
  /** Empty strings where the header has none. */
  path: string;
  interface: string;
  member: string;
  errorName: string;
  /** The serial it answers; 0 for what is no answer. */
  replySerial: number;
  /** Unmarshalled when asked for; [] without a body. */
  body(): unknown[];
}

/** From the D-Bus specification: no message is longer. */
const longestMessage = 128 * 1024 * 1024;
const fixedHeader = 16;

export function marshal(message: Message): Buffer {
  return codec.marshall(message);
}

/** Give it the stream's chunks; throws when they are no D-Bus messages. */
export function messageReader(onMessage: (message: BusMessage) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= fixedHeader) {
      const length = messageLength(held);
      if (held.length < length) return;
      const message = held.subarray(0, length);
      held = held.subarray(length);
      onMessage(readMessage(message));
    }
  };
}

function isLittleEndian(buffer: Buffer): boolean {
  if (buffer[0] === 0x6c) return true;
  if (buffer[0] === 0x42) return false;
  throw new Error('the bytes are no D-Bus message');
}

function unsigned(buffer: Buffer, at: number, little: boolean): number {
  return little ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at);
}

const align = (at: number, to: number): number => Math.ceil(at / to) * to;

function messageLength(buffer: Buffer): number {
  const little = isLittleEndian(buffer);
  const length = align(fixedHeader + unsigned(buffer, 12, little), 8) + unsigned(buffer, 4, little);
  if (length > longestMessage) throw new Error('a D-Bus message is longer than any may be');
  return length;
}

/** Header fields by the numbers of the specification: 1 path … 8 signature. Only o, s, g and u occur in them. */
function readMessage(buffer: Buffer): BusMessage {
  const little = isLittleEndian(buffer);
  const end = fixedHeader + unsigned(buffer, 12, little);
  const texts: string[] = [];
  let replySerial = 0;
  let at = fixedHeader;
  while (at < end) {
    at = align(at, 8);
    const field = buffer.readUInt8(at);
    const type = String.fromCharCode(buffer.readUInt8(at + 2));
    at += 4;
    if (type === 'g') {
      const length = buffer.readUInt8(at);
      texts[field] = buffer.toString('latin1', at + 1, at + 1 + length);
      at += length + 2;
      continue;
    }
    at = align(at, 4);
    const value = unsigned(buffer, at, little);
    at += 4;
    if (type === 'u') {
      if (field === 5) replySerial = value;
    } else {
      texts[field] = buffer.toString('utf8', at, at + value);
      at += value + 1;
    }
  }
  const signature = texts[8] ?? '';
  return {
    type: buffer.readUInt8(1),
    path: texts[1] ?? '',
    interface: texts[2] ?? '',
    member: texts[3] ?? '',
    errorName: texts[4] ?? '',
    replySerial,
    body: () => (signature === '' ? [] : (codec.unmarshall(buffer).body ?? [])),
  };
}
