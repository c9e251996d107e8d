import {
  addWitnessed,
  hourStart,
  mapConcurrently,
  NOTHING_WITNESSED,
  type RecordStore,
  type UsageRecord,
  type WitnessCounts,
  type WitnessStore,
} from '@token-ledger/core';
import type { Telemetry } from '../shared/telemetry.ts';
import type { CountableRecord, JudgedMessage } from './read-messages.ts';

/*
 * Spans wait until better reports of the same calls have been recorded. Then both names of their calls are looked up across access
 * keys. A call that another key has reported stays as it is: who made it is known there, and a second record under the key of the
 * spans would count it twice. All others become records of totals under the key of the spans.
 */

export interface LookUpSpansDeps {
  readonly records: Pick<RecordStore, 'findAcrossKeys'>;
  readonly witnesses: Pick<WitnessStore, 'addWitnessed'>;
  readonly telemetry: Telemetry;
}

/** A message of spans without those that another access key has reported. */
export interface LookedUpMessage {
  readonly message: JudgedMessage;
  readonly held: readonly CountableRecord[];
}

const CONCURRENT_LOOK_UPS = 16;

/** Looks up the spans of messages. A message whose look-ups fail, or have no time, has to come again. */
export async function lookUpSpans(
  { records, telemetry }: LookUpSpansDeps,
  messages: readonly JudgedMessage[],
  hasTime: () => boolean,
): Promise<{ readonly lookedUp: readonly LookedUpMessage[]; readonly failed: readonly string[] }> {
  const lookedUp: LookedUpMessage[] = [];
  const failed: string[] = [];
  for (const message of messages) {
    try {
      const isHeld = await mapConcurrently(message.admitted, CONCURRENT_LOOK_UPS, ({ record }) => {
        if (!hasTime()) throw new Error('There was no time to look all spans up.');
        return isHeldByOthers(records, record);
      });
      const held = message.admitted.filter((_, index) => isHeld[index]);
      const admitted = message.admitted.filter((_, index) => !isHeld[index]);
      lookedUp.push({ message: { ...message, admitted }, held });
    } catch (error) {
      failed.push(message.messageId);
      telemetry.logger.error('Spans could not be looked up; their message is tried again.', {
        messageId: message.messageId,
        error: error as Error,
      });
    }
  }
  return { lookedUp, failed };
}

/**
 * Counts what became of the spans of messages that are settled. Returns the ids of those for which that failed: they come again,
 * which changes no record.
 */
export async function countSpans(
  { witnesses, telemetry }: LookUpSpansDeps,
  settled: readonly LookedUpMessage[],
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { message, held } of settled) {
    try {
      for (const [hour, counts] of witnessedHours(message.admitted, held))
        await witnesses.addWitnessed(hour, counts);
      telemetry.count('SpansHeld', held.length);
      telemetry.count('SpansRecorded', message.admitted.length);
    } catch (error) {
      failed.push(message.messageId);
      telemetry.logger.error('Spans could not be counted; their message is tried again.', {
        messageId: message.messageId,
        error: error as Error,
      });
    }
  }
  return failed;
}

/** Whether another access key than that of the span holds the call, under either name. */
async function isHeldByOthers(
  records: LookUpSpansDeps['records'],
  { requestId, otherName, accessKeyId }: UsageRecord,
): Promise<boolean> {
  for (const name of otherName === undefined ? [requestId] : [requestId, otherName]) {
    const holders = await records.findAcrossKeys(name);
    if (holders.some((holder) => holder.accessKeyId !== accessKeyId)) return true;
  }
  return false;
}

/** What Anthropic witnessed, by hour. Spans of other programs witness nothing: they see their own calls only. */
function witnessedHours(
  recorded: readonly CountableRecord[],
  held: readonly CountableRecord[],
): ReadonlyMap<number, WitnessCounts> {
  const hours = new Map<number, WitnessCounts>();
  const add = (outcome: 'recorded' | 'held', records: readonly CountableRecord[]) => {
    for (const { record } of records) {
      if (record.source !== 'anthropic_span') continue;
      // No call begins after it was reported. A clock that says so is wrong.
      const hour = hourStart(Math.min(record.occurredAtMs, record.receivedAtMs));
      const one = { ...NOTHING_WITNESSED, seen: 1, [outcome]: 1 };
      hours.set(hour, addWitnessed(hours.get(hour) ?? NOTHING_WITNESSED, one));
    }
  };
  add('recorded', recorded);
  add('held', held);
  return hours;
}
