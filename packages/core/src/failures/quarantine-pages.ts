import type { QuarantinedRecord, QuarantineStore } from '../ledger/ledger-store.ts';
import { DAY_MS } from '../time/bucket.ts';
import type { Clock } from '../time/clock.ts';
import { dayId } from '../time/local-date.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Preparation, RetryOutcome } from './settle-dead-letter.ts';

/** A quarantined record expires this many days after its receipt. */
export const QUARANTINE_DAYS = 30;

/** The location of a quarantined record. */
export interface QuarantinePlace {
  /** `20261121`, of UTC. */
  readonly day: string;
  readonly id: string;
}

/** The UTC day of an instant, as `20261121`. */
export function quarantineDay(ms: number): string {
  return dayId(ms);
}

/** Up to `limit` records after `after` that have not expired: the latest day first, ordered by id within a day. */
export async function pageOfQuarantined(
  { store, clock }: { readonly store: QuarantineStore; readonly clock: Clock },
  { after, limit }: { readonly after?: QuarantinePlace; readonly limit: number },
): Promise<{ readonly records: readonly QuarantinedRecord[]; readonly next?: QuarantinePlace }> {
  const nowMs = clock();
  const records: QuarantinedRecord[] = [];
  // A queue's clock may be slightly ahead of ours, and so already in the next day.
  for (let ms = nowMs + DAY_MS; ms > nowMs - (QUARANTINE_DAYS + 1) * DAY_MS; ms -= DAY_MS) {
    const day = quarantineDay(ms);
    if (after && day > after.day) continue;
    const page = await store.listQuarantined(day, {
      limit: limit + 1 - records.length,
      ...(after?.day === day && { afterId: after.id }),
    });
    records.push(...page.filter(({ receivedAtMs }) => expiresAtMs(receivedAtMs) > nowMs));
    if (records.length <= limit) continue;
    const shown = records.slice(0, limit);
    const last = shown.at(-1);
    return {
      records: shown,
      ...(last && { next: { day: quarantineDay(last.receivedAtMs), id: last.id } }),
    };
  }
  return { records };
}

/** One record; undefined if it was retried or deleted, or has expired. */
export async function findQuarantined(
  { store, clock }: { readonly store: QuarantineStore; readonly clock: Clock },
  { day, id }: QuarantinePlace,
): Promise<QuarantinedRecord | undefined> {
  const record = await store.getQuarantined(day, id);
  return record && expiresAtMs(record.receivedAtMs) > clock() ? record : undefined;
}

/** Sends a quarantined record to a queue, then removes it from the quarantine; in the same order as for dead letters. */
export async function retryQuarantined<DenialReason>(
  deps: {
    readonly store: QuarantineStore;
    readonly clock: Clock;
    readonly queue: Pick<DeadLetterQueue, 'resend'>;
  },
  place: QuarantinePlace,
  prepare: (record: QuarantinedRecord) => Preparation<DenialReason>,
): Promise<RetryOutcome<DenialReason>> {
  const record = await findQuarantined(deps, place);
  if (!record) return { kind: 'not_found' };
  const preparation = prepare(record);
  if (preparation.kind === 'refused') return preparation;
  await deps.queue.resend(preparation.body);
  await deps.store.deleteQuarantined(record);
  return { kind: 'resent' };
}

function expiresAtMs(receivedAtMs: number): number {
  return receivedAtMs + QUARANTINE_DAYS * DAY_MS;
}
