import { unknownFigures } from '@token-ledger/contract';
import { type AnthropicUsage, isJsonObject } from '@token-ledger/core';
import {
  type ImportedRecord,
  type ImportItem,
  type ImportSource,
  type Place,
  type SkipReason,
  skipped,
} from '../import-source.ts';
import { openFile } from '../read/open-file.ts';
import { parseObject } from '../read/parse-object.ts';
import { readLines } from '../read/read-lines.ts';
import { textOf } from '../read/values.ts';
import { isMessageId, plainLabels } from './anthropic-names.ts';

export interface BatchResultsOptions {
  readonly files: readonly string[];
  /** When the batch ended, milliseconds since the epoch: its results have no time. */
  readonly endedAtMs: number;
}

const WITHOUT_USAGE: Readonly<Record<string, SkipReason>> = {
  errored: 'batch_errored',
  canceled: 'batch_canceled',
  expired: 'batch_expired',
};

/**
 * Results of the Message Batches API: a line for each request, of which only those that succeeded used tokens. They join
 * by the id of the message what was captured live.
 */
export function batchResults({ files, endedAtMs }: BatchResultsOptions): ImportSource {
  return {
    name: 'batch_results',
    files,
    settings: { endedAtMs },
    async *read(unchanged = new Set()) {
      for (const file of files) {
        if (unchanged.has(file)) continue;
        for await (const { number, bytes } of readLines(await openFile(file))) {
          const place = { file, line: number };
          yield* bytes ? readResult(bytes, place, endedAtMs) : [skipped(place, 'too_long')];
        }
      }
    },
  };
}

function readResult(bytes: Buffer, place: Place, endedAtMs: number): readonly ImportItem[] {
  const line = parseObject(bytes);
  const result = line?.['result'];
  if (!line || !isJsonObject(result)) return [skipped(place, 'malformed')];
  const { type, message } = result;
  if (type !== 'succeeded') {
    const reason = WITHOUT_USAGE[String(type)];
    return [skipped(place, reason ?? 'without_usage')];
  }
  if (!isJsonObject(message) || !isJsonObject(message['usage'])) return [skipped(place, 'without_usage')];
  const id = textOf(message['id']);
  if (id === undefined) return [skipped(place, 'no_identity')];
  const names = unknownFigures(message['usage']);
  const record = recordOf(id, message, textOf(line['custom_id']), endedAtMs);
  return [
    { kind: 'record', place, record, joins: isMessageId(id) },
    ...(names.length > 0 ? [{ kind: 'unknown_figures', names } as const] : []),
  ];
}

function recordOf(
  messageId: string,
  message: Readonly<Record<string, unknown>>,
  customId: string | undefined,
  endedAtMs: number,
): ImportedRecord {
  const usage = message['usage'] as AnthropicUsage;
  const stopReason = textOf(message['stop_reason']);
  return {
    messageId,
    occurredAt: endedAtMs,
    model: textOf(message['model']),
    endpoint: '/v1/messages/batches',
    ...(stopReason !== undefined && { stopReason }),
    // Older results do not say what each of them is.
    usage: { ...usage, service_tier: usage.service_tier ?? 'batch' },
    ...plainLabels({ custom_id: customId }),
  };
}
