import { isPlainId } from '@token-ledger/contract';
import { LOG_MESSAGES } from './log-messages.ts';
import type { Log } from './telemetry.ts';

/*
 * Lines about single records, by which one record is followed through all functions: each names the ids under which its call was
 * reported. What goes well is logged for debugging only, as a line costs about as much as its record.
 */

/** Ids of records have up to 512 bytes each, and CloudWatch Logs divides lines of more than 256 KB. */
const RECORDS_PER_LINE = 100;
/** Of the ids of one line about records that were refused; `records` counts all. */
const MAX_REFUSED_IDS = 10;
/** Kinds of refusals that are logged for one invocation, so that a sender of many access keys cannot fill the log. */
const MAX_REFUSED_KINDS = 20;

/** What a function did with one record. The ids are those of its call, the hour is the one that it counts in. */
export interface TracedRecord {
  readonly requestId: string;
  readonly otherName?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly outcome: string;
  readonly hour?: string;
  readonly messageId?: string;
}

/** Logs what became of records, for debugging. `records` is called only if that is written. */
export function traceRecords(logger: Log, message: string, records: () => readonly TracedRecord[]): void {
  if (!logger.isDebugging) return;
  const traced = records();
  for (let start = 0; start < traced.length; start += RECORDS_PER_LINE)
    logger.debug(message, { records: traced.slice(start, start + RECORDS_PER_LINE) });
}

/** A record that does not count as it is, and why: a code, as an error message may quote what was sent. */
export interface RefusedRecord {
  readonly reason: string;
  /** The access key that it names, or that sent it. */
  readonly accessKeyId?: unknown;
  readonly requestId?: unknown;
}

/** Logs refused records: one line for each access key and reason. Ids of another form than that of an id are left out. */
export function logRefusedRecords(
  logger: Log,
  where: keyof typeof LOG_MESSAGES.recordsRefused,
  refused: readonly RefusedRecord[],
): void {
  const kinds = Map.groupBy(refused, ({ reason, accessKeyId }) =>
    JSON.stringify([reason, shown(accessKeyId)]),
  );
  for (const records of [...kinds.values()].slice(0, MAX_REFUSED_KINDS)) {
    const [first] = records;
    const accessKeyId = shown(first?.accessKeyId);
    const requestIds = records.flatMap(({ requestId }) => shown(requestId) ?? []).slice(0, MAX_REFUSED_IDS);
    logger.info(LOG_MESSAGES.recordsRefused[where], {
      channel: 'quality',
      reason: first?.reason,
      records: records.length,
      ...(accessKeyId !== undefined && { accessKeyId }),
      ...(requestIds.length > 0 && { requestIds }),
    });
  }
}

function shown(id: unknown): string | undefined {
  return isPlainId(id) ? id : undefined;
}
