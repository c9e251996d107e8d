import type { UsageRecord } from '../../usage/record.ts';
import type { Conflict } from '../ledger-store.ts';

/** A report that was taken in: what it did to the record of its call. */
export type CountedOutcome =
  /** Counted now, by this report. */
  | { readonly kind: 'recorded'; readonly record: UsageRecord }
  /** It knew more than the record that was there, and changed it. */
  | { readonly kind: 'completed'; readonly before: UsageRecord; readonly canonical: UsageRecord }
  /** Already stored: it changed nothing. */
  | { readonly kind: 'duplicate'; readonly canonical: UsageRecord };

export type RecordOutcome =
  | CountedOutcome
  /** It contradicts a record, which is put on record; `effect` is what it did all the same, mostly nothing. */
  | { readonly kind: 'conflict'; readonly conflict: Conflict; readonly effect: CountedOutcome }
  /** Its call was counted once and erased since: nothing was stored, and it never counts again. */
  | { readonly kind: 'erased' }
  /** Its hour, or the hour of the record it would change, is frozen: nothing was stored, and trying again is useless. */
  | { readonly kind: 'frozen' }
  /** Nothing may be assumed; safe to try again. */
  | { readonly kind: 'failed'; readonly error: unknown };
