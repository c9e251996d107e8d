import type {
  AlertKey,
  BucketPeriod,
  RecordKey,
  RecordSource,
  RunKey,
  StatisticsKey,
} from '@token-ledger/core';
import { PARTITION_KEY, SORT_KEY } from './attribute-names.ts';

/*
 * The only place that knows how the tables are keyed. What their attributes are called is in attribute-names.ts.
 *
 * Both sides import it, the functions and the stack that creates the tables, so it must stay free of other imports.
 *
 *   records table      p = name of the call                        s = <access key id>          raw record, tombstone, or alias
 *   statistics table   p = L#<slice, UTC yyyymmddhhmm>#0           s = !<ULID>                  segment of revised records
 *                                                                  s = <ULID>                   segment of all others
 *                      p = D#<0 leaf, 1 hour, 2 day, 3 month>      s = <bucket id>              mark
 *                      p = T#<all|key|user>#<L|H|D|M>#<bucket id>  s = i#<dimension id>         statistics
 *                                                                  s = c#<write id>#<part>      cells of wide statistics
 *                      p = Q#<UTC yyyymmdd>                        s = <quarantine id>          quarantined record
 *                      p = C#<UTC yyyymmdd>                        s = <conflict id>            conflict
 *                      p = J#rebuild                               s = id#<rebuild id> | current    rebuild, which is current
 *                      p = P                                       s = schedule | book#<revision>   prices
 *                      p = E                                       s = id#<export id>           export
 *                      p = A#<access key id>                       s = key                      access key
 *                      p = B#budgets                               s = id#<budget id>           budget
 *                      p = N#<budget period id>                    s = <budget id>#<percent>#<revision>   alert
 *                      p = G                                       s = spent                    budgets that are spent
 *                      p = O#alerts                                s = <alert id>               alert to be handed over
 *                      p = Y                                       s = <event id>               event to be handed over
 *                      p = R                                       s = id#<report id>           report
 *                      p = H#<report id>                           s = <run id>                 run of a report
 *                      p = K                                       s = <access key id>          access key without secrets
 *                      p = V                                       s = <access key id>          when it was last used
 *                      p = U                                       s = <user id>                user
 *                      p = I#<access key id>#<Idempotency-Key>     s = body                     body it came with
 *                      p = S                                       s = <source>                 when it was last heard
 *                      p = W                                       s = <start of the hour>      what witnesses saw of an hour
 *                      p = F                                       s = day#<day> | status#<kind>   audit of a day, statuses of its subjects
 *                      p = X                                       s = key#<id> | user#<id>     disabled access key or user
 *                      p = M                                       s = agg | cursor-key | pseudonym-key | settings    state
 *   audit table        p = <UTC yyyymm>                            s = <ULID>#<0 begun, 1 ended>      audit entry
 */

/** The key of an item of the records table. */
export interface RecordItemKey {
  readonly [PARTITION_KEY]: string;
  readonly [SORT_KEY]: string;
}

/** The key of an item of the statistics table. */
export type StatisticsItemKey = RecordItemKey;

export function recordKey({ accessKeyId, requestId }: RecordKey): RecordItemKey {
  return { [PARTITION_KEY]: requestId, [SORT_KEY]: accessKeyId };
}

/** Sorts before every ULID: a reader of a slice meets its revised records first. */
const REVISED_PREFIX = '!';

export function segmentSortKey(ulid: string, revised: boolean): string {
  return revised ? `${REVISED_PREFIX}${ulid}` : ulid;
}

/** The final `0` numbers a shard of the slice: there is one, and room for more. */
export function segmentPartition(sliceStartMs: number): string {
  return `L#${utcDigits(sliceStartMs, 12)}#0`;
}

const MARK_LEVELS: Readonly<Record<BucketPeriod, string>> = { leaf: '0', hour: '1', day: '2', month: '3' };

export function markPartition(period: BucketPeriod): string {
  return `D#${MARK_LEVELS[period]}`;
}

const DIMENSION_CODES: Readonly<Record<StatisticsKey['dimension'], string>> = {
  all: 'all',
  access_key: 'key',
  user: 'user',
  list: 'list',
};
const PERIOD_CODES: Readonly<Record<BucketPeriod, string>> = { leaf: 'L', hour: 'H', day: 'D', month: 'M' };
/** Keeps any dimension id apart from items of other kinds that may join the partition one day. */
const ID_PREFIX = 'i#';

export function statisticsPartition(bucket: Omit<StatisticsKey, 'id'>): string {
  return `T#${DIMENSION_CODES[bucket.dimension]}#${PERIOD_CODES[bucket.period]}#${bucket.bucketId}`;
}

export function statisticsKey(key: StatisticsKey): StatisticsItemKey {
  return { [PARTITION_KEY]: statisticsPartition(key), [SORT_KEY]: statisticsSortKey(key.id) };
}

/** With an empty id, the prefix of the sort keys of all statistics. */
export function statisticsSortKey(id: string): string {
  return `${ID_PREFIX}${id}`;
}

/** The dimension id in a sort key made by `statisticsSortKey`. */
export function statisticsId(sortKey: string): string {
  return sortKey.slice(ID_PREFIX.length);
}

/** With an empty part, the prefix of the sort keys of all cells that one write put beside its statistics item. */
export function cellsSortKey(writeId: string, part: string): string {
  return `c#${writeId}#${part}`;
}

export function quarantinePartition(utcDay: string): string {
  return `Q#${utcDay}`;
}

export function conflictPartition(utcDay: string): string {
  return `C#${utcDay}`;
}

/** The UTC day of an instant, as `20261121`. */
export function utcDay(ms: number): string {
  return utcDigits(ms, 8);
}

export function accessKeyKey(id: string): StatisticsItemKey {
  return { [PARTITION_KEY]: `A#${id}`, [SORT_KEY]: 'key' };
}

export const BUDGET_PARTITION = 'B#budgets';
export const WAITING_ALERTS_PARTITION = 'O#alerts';
export const WAITING_EVENTS_PARTITION = 'Y';

/** For the gateway, which may not see budgets: they have the secrets of webhooks. */
export const SPENT_BUDGETS_KEY: StatisticsItemKey = { [PARTITION_KEY]: 'G', [SORT_KEY]: 'spent' };

export function budgetKey(id: string): StatisticsItemKey {
  return { [PARTITION_KEY]: BUDGET_PARTITION, [SORT_KEY]: `id#${id}` };
}

export function alertPartition(periodId: string): string {
  return `N#${periodId}`;
}

export function alertKey({ budgetId, periodId, percent, armedBy }: AlertKey): StatisticsItemKey {
  return {
    [PARTITION_KEY]: alertPartition(periodId),
    [SORT_KEY]: `${budgetId}#${percent}#${armedBy}`,
  };
}

export function waitingEventKey(id: string): StatisticsItemKey {
  return { [PARTITION_KEY]: WAITING_EVENTS_PARTITION, [SORT_KEY]: id };
}

export function waitingAlertKey(id: string): StatisticsItemKey {
  return { [PARTITION_KEY]: WAITING_ALERTS_PARTITION, [SORT_KEY]: id };
}

/** The list of all keys, for those who must not see even the hashes of secrets. */
export const ACCESS_KEY_LIST_PARTITION = 'K';
export const LAST_USE_PARTITION = 'V';
export const USER_PARTITION = 'U';
export const DISABLED_PARTITION = 'X';

/** An entry of one of the lists above. */
export function directoryKey(partition: string, id: string): StatisticsItemKey {
  return { [PARTITION_KEY]: partition, [SORT_KEY]: id };
}

const DISABLED_PREFIXES = { access_key: 'key#', user: 'user#' } as const;
export type DisabledKind = keyof typeof DISABLED_PREFIXES;

export function disabledKey(kind: DisabledKind, id: string): StatisticsItemKey {
  return directoryKey(DISABLED_PARTITION, `${DISABLED_PREFIXES[kind]}${id}`);
}

/** The id in a sort key made by `disabledKey`; undefined for one of the other kind. */
export function disabledId(kind: DisabledKind, sortKey: string): string | undefined {
  const prefix = DISABLED_PREFIXES[kind];
  return sortKey.startsWith(prefix) ? sortKey.slice(prefix.length) : undefined;
}

/** Ids of access keys that call have no `#`, so no two pairs share a partition, which is one item large. */
export function idempotencyKey(callerKeyId: string, key: string): StatisticsItemKey {
  return { [PARTITION_KEY]: `I#${callerKeyId}#${key}`, [SORT_KEY]: 'body' };
}

export const SOURCES_PARTITION = 'S';

export function sourceKey(source: RecordSource): StatisticsItemKey {
  return { [PARTITION_KEY]: SOURCES_PARTITION, [SORT_KEY]: source };
}

export const WITNESS_PARTITION = 'W';

/** An ISO 8601 instant: sort keys are in the order of time. */
export function witnessSortKey(hourStartMs: number): string {
  return new Date(hourStartMs).toISOString();
}

export function witnessKey(hourStartMs: number): StatisticsItemKey {
  return { [PARTITION_KEY]: WITNESS_PARTITION, [SORT_KEY]: witnessSortKey(hourStartMs) };
}

export const QUALITY_PARTITION = 'F';

/** Ids of days sort by time. */
export function dayAuditKey(day: string): StatisticsItemKey {
  return { [PARTITION_KEY]: QUALITY_PARTITION, [SORT_KEY]: `day#${day}` };
}

export function qualityStatusKey(kind: string): StatisticsItemKey {
  return { [PARTITION_KEY]: QUALITY_PARTITION, [SORT_KEY]: `status#${kind}` };
}

export function auditPartition(ms: number): string {
  return utcDigits(ms, 6);
}

const REBUILD_PARTITION = 'J#rebuild';

export function rebuildKey(id: string): StatisticsItemKey {
  return { [PARTITION_KEY]: REBUILD_PARTITION, [SORT_KEY]: `id#${id}` };
}

export const EXPORTS_PARTITION = 'E';

/** Ids of exports sort as they were made. */
export function exportKey(id: string): StatisticsItemKey {
  return { [PARTITION_KEY]: EXPORTS_PARTITION, [SORT_KEY]: `id#${id}` };
}

export const REPORTS_PARTITION = 'R';

export function reportKey(id: string): StatisticsItemKey {
  return { [PARTITION_KEY]: REPORTS_PARTITION, [SORT_KEY]: `id#${id}` };
}

export function runPartition(reportId: string): string {
  return `H#${reportId}`;
}

/** Ids of runs sort as these were due. */
export function runKey({ reportId, runId }: RunKey): StatisticsItemKey {
  return { [PARTITION_KEY]: runPartition(reportId), [SORT_KEY]: runId };
}

const PRICES_PARTITION = 'P';

export const PRICE_SCHEDULE_KEY: StatisticsItemKey = {
  [PARTITION_KEY]: PRICES_PARTITION,
  [SORT_KEY]: 'schedule',
};

export function priceBookKey(revision: number): StatisticsItemKey {
  return { [PARTITION_KEY]: PRICES_PARTITION, [SORT_KEY]: `book#${revision}` };
}

export const CURRENT_REBUILD_KEY: StatisticsItemKey = {
  [PARTITION_KEY]: REBUILD_PARTITION,
  [SORT_KEY]: 'current',
};
export const HEARTBEAT_KEY: StatisticsItemKey = { [PARTITION_KEY]: 'M', [SORT_KEY]: 'agg' };
export const SETTINGS_KEY: StatisticsItemKey = { [PARTITION_KEY]: 'M', [SORT_KEY]: 'settings' };
export const CURSOR_SIGNING_KEY: StatisticsItemKey = { [PARTITION_KEY]: 'M', [SORT_KEY]: 'cursor-key' };
/** Where the secrets are that things are signed or sealed with. */
export const SIGNING_KEYS = {
  cursors: CURSOR_SIGNING_KEY,
  pseudonyms: { [PARTITION_KEY]: 'M', [SORT_KEY]: 'pseudonym-key' },
} as const satisfies Record<string, StatisticsItemKey>;
export type SigningPurpose = keyof typeof SIGNING_KEYS;

/** The first digits of an instant written as `yyyymmddhhmmss`. */
function utcDigits(ms: number, length: number): string {
  return new Date(ms).toISOString().replaceAll(/\D/g, '').slice(0, length);
}
