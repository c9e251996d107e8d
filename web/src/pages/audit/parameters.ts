import { oneOf, text } from '../../parts/address.ts';
import { type LastRange, RANGE_PARAMETERS } from '../../parts/range.ts';

export const OUTCOMES = ['done', 'refused', 'unfinished'] as const;

export const AUDIT_RANGE: LastRange = '7d';

export const AUDIT_PARAMETERS = {
  ...RANGE_PARAMETERS,
  /** Parts of what an entry says. */
  actor: text(400),
  operation: text(200),
  target: text(400),
  address: text(64),
  outcome: oneOf(OUTCOMES),
  /** The entry whose details are open. */
  entry: text(128),
};
