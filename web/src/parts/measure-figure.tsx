import { formatUsd } from '@token-ledger/client/query';
import { Count, Money } from './figure.tsx';
import { isMoney, type Measure, measureOf, type Sums, unpricedIn } from './measures.ts';

/** The value of a measure, short; exact on hover and focus. */
export function MeasureFigure({ measure, sums }: { readonly measure: Measure; readonly sums: Sums }) {
  return (
    <MeasureValue measure={measure} value={measureOf(sums, measure)} unpriced={unpricedIn(sums, measure)} />
  );
}

export interface MeasureValueProps {
  readonly measure: Measure;
  readonly value: bigint;
  /** Requests that are missing in a sum of money. */
  readonly unpriced: bigint;
}

/** The same of a value that was computed from several sums. */
export function MeasureValue({ measure, value, unpriced }: MeasureValueProps) {
  return isMoney(measure) ? <Money usd={value} unpriced={unpriced} /> : <Count value={value} />;
}

/** The same for a file: US dollars, or a whole number. */
export function exactMeasure(measure: Measure, value: bigint): string {
  return isMoney(measure) ? formatUsd(value) : String(value);
}
