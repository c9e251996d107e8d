import { type AggregationError, MAX_SHOWN_AGGREGATION_ERRORS } from '@token-ledger/contract';
import { iso, type RangeError, WOULD_SHRINK } from '@token-ledger/core';
import { presentRange } from '../shared/http/json-values.ts';

/** Why hours still wait. The name of an error is shown, its message is in the log only. */
export function presentErrors(errors: readonly RangeError[]): readonly AggregationError[] {
  return errors.slice(0, MAX_SHOWN_AGGREGATION_ERRORS).map(({ hour, code, atMs }) => ({
    ...presentRange({ fromMs: hour.startMs, toMs: hour.endMs }),
    code,
    message:
      code === WOULD_SHRINK
        ? 'Its records count less than its statistics, which stay. After a correction of the records, rebuild it with repair.'
        : 'It could not be recomputed. The next run tries again; the log of roll-up-usage has the reason.',
    since: iso(atMs),
  }));
}
