import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Signal } from './entry.ts';

/** What of a request was not taken, and why. The exporter must not send it again. */
export interface Rejection {
  readonly rejected: number;
  /** For a person who reads the exporter's log. */
  readonly message: string;
}

const COUNT_NAMES = {
  logs: 'rejectedLogRecords',
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
} as const;

/** The JSON of the answer to a request that was read: an `Export…ServiceResponse`. */
export function jsonAnswer(signal: Signal, rejection?: Rejection): Readonly<Record<string, unknown>> {
  if (!rejection) return {};
  // 64-bit integers are texts in the JSON of protobuf.
  const { rejected, message: errorMessage } = rejection;
  return { partialSuccess: { [COUNT_NAMES[signal]]: String(rejected), errorMessage } };
}

/** The same as protobuf. Of all signals the fields have the same numbers. */
export function protobufAnswer(rejection?: Rejection): Uint8Array {
  const writer = new BinaryWriter();
  if (rejection) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).int64(rejection.rejected);
    writer.tag(2, WireType.LengthDelimited).string(rejection.message);
    writer.join();
  }
  return writer.finish();
}
