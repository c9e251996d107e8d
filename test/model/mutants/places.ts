/* Where patches apply: files, and texts that several of them replace. */

export const RECORD = 'packages/core/src/ledger/write/record-usage.ts';
export const RESOLVE = 'packages/core/src/ledger/write/resolve-call.ts';
export const TIE = 'packages/core/src/ledger/write/tie-names.ts';
export const MERGE = 'packages/core/src/ledger/write/merge-records.ts';
export const APPLY = 'packages/core/src/ledger/write/apply-reports.ts';
export const JOIN = 'packages/core/src/ledger/write/join.ts';
export const COPIES = 'packages/core/src/ledger/write/store-copies.ts';
export const UNITE = 'packages/core/src/ledger/unite-copies.ts';
export const FOLD = 'packages/core/src/ledger/fold.ts';
export const ROLL_UP = 'packages/core/src/ledger/roll-up/roll-up.ts';
export const RECOMPUTE = 'packages/core/src/ledger/roll-up/recompute-bucket.ts';
export const WRITE_LISTS = 'packages/core/src/ledger/roll-up/write-lists.ts';
export const READ_LISTS = 'packages/core/src/ledger/read/read-lists.ts';
export const PLAN = 'packages/core/src/ledger/read/read-plan.ts';
export const REPRICE = 'packages/core/src/ledger/repair/reprice.ts';
export const SETTINGS = 'packages/core/src/ledger/adopt-settings.ts';
export const RETENTION = 'packages/core/src/ledger/retention.ts';
export const ADMISSION = 'packages/core/src/ledger/write/admission.ts';
export const STORED_RECORDS = 'packages/in-memory/src/record-store.ts';
export const STORED_MARKS = 'packages/in-memory/src/mark-store.ts';
export const STORED_STATISTICS = 'packages/in-memory/src/statistics-store.ts';
export const CORRECTION = 'test/model/schedule.ts';
export const KEEP_MARK = 'if (!written || moved) return { clean: false, ...found };';
export const CLEAR_MARK = 'return { clean: await deps.store.deleteMark(mark), ...found };';
export const FIND_PARENTS = 'for (const parent of deps.calendar.parents(bucket)) {';
export const READ_STORED = 'const stored = await readStored(deps.store, bucket);';
export const READ_INPUTS = 'const folded = await readInputs(deps, bucket);';
export const STOP_WRITING = 'if (results.includes(false)) return false;';
export const COMPARE_VERSION = 'if (items.get(item.id)?.version !== replaces) return false;';
export const REFUSE_SHRINKING =
  'if (old && isLess(statistics, old.statistics) && !repair) shrinksRefused += 1;';
export const IS_FROZEN =
  'return nowMs >= hourStart(ms) + HOUR_MS + mutableMs(retentionDaysAt(ms, retention));';
export const IS_TOO_OLD = "if (occurredAtMs < oldestAllowedMs) return { kind: 'too_old', oldestAllowedMs };";
