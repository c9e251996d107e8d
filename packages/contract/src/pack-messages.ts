import { MAX_RECORDS_PER_MESSAGE, PACKED_MESSAGE_BYTES } from './limits.ts';
import type { WireRecord } from './wire-record.ts';
import { utf8Length } from './wire-text.ts';

/** A message body and which of the records, by their index, it carries. */
export interface PackedMessage {
  readonly body: string;
  readonly indexes: readonly number[];
}

/**
 * Packs records, in their order, into message bodies of at most 60 KB and 500 records, as few as that allows. Only a
 * record that is larger by itself makes a larger message; the limits of its fields keep it below what the queue takes.
 */
export function packMessages(records: readonly WireRecord[], receivedAtMs: number): readonly PackedMessage[] {
  const opening = `{"v":1,"receivedAt":${receivedAtMs},"records":[`;
  const closing = ']}';
  // Less one: every record is counted with a comma, the first has none.
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
