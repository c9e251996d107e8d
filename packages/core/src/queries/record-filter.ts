import { ABSENT } from '../ledger/fold.ts';
import { type CellFilter } from '../ledger/read/cell-filter.ts';
import { billedTokens } from '../pricing/billed-parts.ts';
import type { RecordStatus, UsageRecord } from '../usage/record.ts';
import { type RecordSource, sourceOf } from '../usage/source.ts';
import { totalTokens } from '../usage/token-counts.ts';

/** The records to select; all conditions must hold. `-` means no user, or no feature. */
export interface RecordFilter extends CellFilter {
  readonly accessKeyId?: string;
  readonly userId?: string;
  readonly statuses?: ReadonlySet<RecordStatus>;
  readonly sources?: ReadonlySet<RecordSource>;
  /** Bounds of the billed tokens of a record, both inclusive. */
  readonly minTokens?: number;
  readonly maxTokens?: number;
  /** The least cost in nano-dollars; needs prices, so `costingAtLeast` applies it. */
  readonly minCost?: bigint;
  /** [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Whether a record meets all conditions that need no prices. */
export function matchesFilter(filter: RecordFilter, record: UsageRecord): boolean {
  const { accessKeyId, userId, models, features, statuses, sources } = filter;
  const { minTokens = 0, maxTokens = Infinity } = filter;
  if (record.occurredAtMs < filter.fromMs || record.occurredAtMs >= filter.toMs) return false;
  if (accessKeyId !== undefined && record.accessKeyId !== accessKeyId) return false;
  if (userId !== undefined && (record.userId ?? ABSENT) !== userId) return false;
  if (models && !models.has(record.model)) return false;
  if (features && !features.has(record.feature ?? ABSENT)) return false;
  if (statuses && !statuses.has(record.status)) return false;
  if (sources && !sources.has(sourceOf(record))) return false;
  const tokens = totalTokens(billedTokens(record));
  return tokens >= minTokens && tokens <= maxTokens;
}
