import { type components, wholeNumber } from '@token-ledger/client/query';
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
  /** The range has an hour under way, which this count leaves out: only closed hours are read. */
  readonly isWithoutOpenHour?: boolean;
  /** Where to look, and the operation that is needed there. */
  readonly link?: readonly [components['schemas']['Caller']['operations'][number], string];
}

/** Each finding with its count, and where to look. */
export function findingsOf(quality: Quality, range: AskedRange): Finding[] {
  const { usage, conflicts, quarantined, witnessed, hours } = quality;
  const ofClosedHours = (count: Sum) => ({ count, ...(hours.open > 0 && { isWithoutOpenHour: true }) });
  const found: Record<FindingName, Omit<Finding, 'name'>> = {
    unpriced: {
      count: unpricedRequests(quality),
      isMinimum: !quality.unpriced.complete,
      link: ['getPrices', addressOf('/prices', { ...range })],
    },
    uncertain: ofClosedHours(usage.uncertainRequests),
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
    unattributed: ofClosedHours(usage.unattributedTokens),
    late: ofClosedHours(usage.lateRecords),
    clockClamped: ofClosedHours(usage.clockClampedRecords),
    completions: ofClosedHours(usage.completions),
  };
  return FINDINGS.map((name) => ({ name, ...found[name] }));
}

/**
 * Of the models without a price, which include the hour under way. They are at most 20 an answer: of more, the closed hours may
 * have a larger sum.
 */
function unpricedRequests({ usage, unpriced }: Quality): Sum {
  const sum = unpriced.models.reduce((total, { requests }) => total + wholeNumber(requests), 0n);
  const ofClosedHours = wholeNumber(usage.unpricedRequests);
  return String(sum > ofClosedHours || unpriced.complete ? sum : ofClosedHours);
}
