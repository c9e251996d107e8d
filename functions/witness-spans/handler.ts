import { packMessages, parseEnvelope, parseUsageRecord, toWireRecord } from '@token-ledger/contract';
import {
  addWitnessed,
  hourStart,
  mapConcurrently,
  NOTHING_WITNESSED,
  type RecordStore,
  type ReportedUsage,
  type SendMessages,
  type WitnessCounts,
  type WitnessStore,
} from '@token-ledger/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Telemetry } from '../shared/telemetry.ts';

export interface WitnessSpansDeps {
  readonly records: Pick<RecordStore, 'findAcrossKeys'>;
  readonly witnesses: Pick<WitnessStore, 'addWitnessed'>;
  readonly sendUsage: SendMessages;
  readonly telemetry: Telemetry;
}

const CONCURRENT_LOOKUPS = 16;

/**
 * Decides about spans, after they waited for better reports of the same calls. A call that another access key reported stays
 * as it is: who made it is known there, and a second record under the key of the spans would count it twice. All others are
 * sent on as records of totals under the key of the spans. A message is acknowledged when every span of it is decided; one
 * that is delivered again has the same effect on records, and counts its spans as witnessed again.
 */
export function createHandler(deps: WitnessSpansDeps) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failed: string[] = [];
    try {
      for (const message of event.Records) {
        try {
          await decide(deps, message);
        } catch (error) {
          failed.push(message.messageId);
          deps.telemetry.logger.error('Spans could not be decided; their message is tried again.', {
            messageId: message.messageId,
            error: error as Error,
          });
        }
      }
      deps.telemetry.count('MessagesRetried', failed.length);
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      deps.telemetry.flush();
    }
  };
}

async function decide(deps: WitnessSpansDeps, { body }: SQSRecord): Promise<void> {
  const { spans, receivedAtMs } = await readSpans(body);
  const held = await mapConcurrently(spans, CONCURRENT_LOOKUPS, (span) => isHeldByOthers(deps, span));
  const unheld = spans.filter((_, index) => held[index] === false);
  const outcomes = await deps.sendUsage(
    packMessages(unheld.map(toWireRecord), receivedAtMs).map(({ body: packed }) => packed),
  );
  const failure = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failure) throw failure.error;
  deps.telemetry.count('SpansHeld', spans.length - unheld.length);
  deps.telemetry.count('SpansRecorded', unheld.length);
  await count(deps, spans, held, receivedAtMs);
}

/** The spans of a message, which accept-telemetry made of records that it had checked. */
async function readSpans(body: string) {
  const envelope = await parseEnvelope(body);
  if (!envelope.ok || envelope.receivedAtMs === undefined) throw new Error('A message holds no spans.');
  const spans = envelope.records.map((json): ReportedUsage => {
    const parsed = parseUsageRecord(json, { problemsAreKept: true });
    if (parsed.ok) return parsed.usage;
    throw new Error('A message holds a span that is no record.');
  });
  return { spans, receivedAtMs: envelope.receivedAtMs };
}

/** Whether another access key than that of the spans holds the call, under either name. */
async function isHeldByOthers(
  { records }: WitnessSpansDeps,
  { requestId, otherName, accessKeyId }: ReportedUsage,
): Promise<boolean> {
  for (const name of otherName === undefined ? [requestId] : [requestId, otherName]) {
    const holders = await records.findAcrossKeys(name);
    if (holders.some((holder) => holder.accessKeyId !== accessKeyId)) return true;
  }
  return false;
}

/** Counts what Anthropic witnessed. Spans of other programs witness nothing: they see their own calls only. */
async function count(
  { witnesses }: WitnessSpansDeps,
  spans: readonly ReportedUsage[],
  held: readonly boolean[],
  receivedAtMs: number,
): Promise<void> {
  const hours = new Map<number, WitnessCounts>();
  for (const [index, { source, occurredAtMs = receivedAtMs }] of spans.entries()) {
    if (source !== 'anthropic_span') continue;
    // No call begins after it was reported. A clock that says so is wrong.
    const hour = hourStart(Math.min(occurredAtMs, receivedAtMs));
    const one = { ...NOTHING_WITNESSED, seen: 1, ...(held[index] ? { held: 1 } : { recorded: 1 }) };
    hours.set(hour, addWitnessed(hours.get(hour) ?? NOTHING_WITNESSED, one));
  }
  for (const [hour, counts] of hours) await witnesses.addWitnessed(hour, counts);
}
