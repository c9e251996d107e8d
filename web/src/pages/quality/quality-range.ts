import type { LastRange } from '../../parts/range.ts';

/** The range that is checked first; `token-ledger quality` has the same. */
export const QUALITY_RANGE: LastRange = '24h';
/** The API checks at most 31 days. */
export const QUALITY_RANGES: readonly LastRange[] = ['24h', '7d', '30d'];
