import { MAX_IMPORT_ROW_BYTES } from '../limits.ts';

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Undefined if the line is longer than what may be held at once. */
  readonly bytes: Buffer | undefined;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = Buffer.from('\r');

/**
 * Splits bytes into lines, and holds one line at a time. Readers of Node.js have no bound: one line of 2 GB would be in
 * memory. A line that is too long is passed over. Empty lines are left out; the last line needs no end.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes = MAX_IMPORT_ROW_BYTES,
): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;

  const take = (): Line | undefined => {
    const bytes = length > maxBytes ? undefined : Buffer.concat(parts);
    const isEmpty = bytes !== undefined && (bytes.length === 0 || bytes.equals(CARRIAGE_RETURN));
    const line = isEmpty ? undefined : { number, bytes };
    [parts, length] = [[], 0];
    number += 1;
    return line;
  };
  const add = (part: Buffer) => {
    length += part.length;
    if (length <= maxBytes) parts.push(part);
    else parts = [];
  };

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      start = end + 1;
      const line = take();
      if (line) yield line;
    }
    add(chunk.subarray(start));
  }
  const last = take();
  if (last) yield last;
}
