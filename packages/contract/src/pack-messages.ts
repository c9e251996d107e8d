import { MAX_RECORDS_PER_MESSAGE, PACKED_MESSAGE_BYTES } from './limits.ts';
import { utf8Length } from './wire-text.ts';

/** A message body, and the indexes of the records it carries. */
export interface PackedMessage {
  readonly body: string;
  readonly indexes: readonly number[];
}

/**
 * Packs records, in order, into as few message bodies of at most 60 KB and 500 records as possible. Only a record that
 * is larger itself makes a larger message; the limits of its fields keep it below the largest message. Those of a witness
 * count only if no other access key has reported their calls.
 */
export function packMessages(
  records: readonly object[],
  receivedAtMs: number,
  { witness = false } = {},
): readonly PackedMessage[] {
  const opening = `{"v":1,"receivedAt":${receivedAtMs},${witness ? '"witness":true,' : ''}"records":[`;
  const closing = ']}';
  // Minus one: every record is counted with a comma, but the first has none.
  const frameBytes = opening.length + closing.length - 1;

  const packed: { records: string[]; indexes: number[]; bytes: number }[] = [];
  for (const [index, record] of records.entries()) {
    const json = JSON.stringify(record);
    const bytes = utf8Length(json) + 1;
    let last = packed.at(-1);
    if (
      !last ||
      last.records.length === MAX_RECORDS_PER_MESSAGE ||
      last.bytes + bytes > PACKED_MESSAGE_BYTES
    ) {
      last = { records: [], indexes: [], bytes: frameBytes };
      packed.push(last);
    }
    last.records.push(json);
    last.indexes.push(index);
    last.bytes += bytes;
  }
  return packed.map(({ records: jsons, indexes }) => ({
    body: opening + jsons.join(',') + closing,
    indexes,
  }));
}
