import type { components } from '@token-ledger/client/query';
import { addressOf } from '../../parts/address.ts';
import type { Sum } from '../../parts/figures.ts';
import type { AskedRange } from '../../parts/range.ts';
import type { Quality } from './add-quality.ts';

/** What may make figures late, uncertain or too low. Completions are as it should be. */
const FINDINGS = [
  'unpriced',
  'uncertain',
  'quarantined',
  'conflicts',
  'onlyWitnessed',
  'withoutIdentity',
  'unattributed',
  'late',
  'clockClamped',
  'completions',
] as const;
export type FindingName = (typeof FINDINGS)[number];

export interface Finding {
  readonly name: FindingName;
  readonly count: Sum;
  /** There may be more. */
  readonly isMinimum?: boolean;
  /** Where to look, and the operation that is needed there. */
  readonly link?: readonly [components['schemas']['Caller']['operations'][number], string];
}

/** Each finding with its count, and where to look. */
export function findingsOf(quality: Quality, range: AskedRange): Finding[] {
  const { usage, conflicts, quarantined, witnessed } = quality;
  const found: Record<FindingName, Omit<Finding, 'name'>> = {
    unpriced: { count: usage.unpricedRequests, link: ['getPrices', addressOf('/prices')] },
    uncertain: { count: usage.uncertainRequests },
    quarantined: {
      count: quarantined.records,
      isMinimum: !quarantined.complete,
      link: ['listFailedMessages', addressOf('/failed-messages', { place: 'quarantine' })],
    },
    conflicts: { count: conflicts.reports, isMinimum: !conflicts.complete },
    onlyWitnessed: {
      count: witnessed.recorded,
      link: ['getRecords', addressOf('/records', { ...range, source: 'anthropic_span' })],
    },
    withoutIdentity: { count: witnessed.withoutIdentity },
    unattributed: { count: usage.unattributedTokens },
    late: { count: usage.lateRecords },
    clockClamped: { count: usage.clockClampedRecords },
    completions: { count: usage.completions },
  };
  return FINDINGS.map((name) => ({ name, ...found[name] }));
}
