import { crc32 } from 'node:zlib';

/** A frame of `application/vnd.amazon.eventstream`: two lengths and their checksum, headers, payload, checksum of all. */
export function eventStreamFrame(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => stringHeader(name, value)));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(16 + head.length + payload.length, 0);
  lengths.writeUInt32BE(head.length, 4);
  const unchecked = Buffer.concat([lengths, checksum(lengths), head, payload]);
  return Buffer.concat([unchecked, checksum(unchecked)]);
}

/** The number of the type "string" in the headers of a frame. */
const STRING = 7;

function stringHeader(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([STRING]),
    length,
    Buffer.from(value),
  ]);
}

function checksum(bytes: Uint8Array): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(crc32(bytes));
  return buffer;
}
