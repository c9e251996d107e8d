import { formatUsd } from '@token-ledger/client/query';
import { Count, Money, type MoneyProps } from './figure.tsx';
import { isMoney, type Measure, measureOf, type Sums, unpricedIn } from './measures.ts';

/** The value of a measure, short; exact on hover and focus. */
export function MeasureFigure({ measure, sums }: { readonly measure: Measure; readonly sums: Sums }) {
  return (
    <MeasureValue
      measure={measure}
      value={measureOf(sums, measure)}
      unpriced={unpricedIn(sums, measure)}
      requests={sums.requests}
    />
  );
}

export interface MeasureValueProps {
  readonly measure: Measure;
  readonly value: bigint;
  /** Requests that are missing in a sum of money. */
  readonly unpriced: bigint;
  /** Of how many requests the value is, where that is known. */
  readonly requests?: MoneyProps['requests'];
}

/** The same of a value that was computed from several sums. */
export function MeasureValue({ measure, value, unpriced, requests }: MeasureValueProps) {
  return isMoney(measure) ? (
    <Money usd={value} unpriced={unpriced} requests={requests} />
  ) : (
    <Count value={value} />
  );
}

/** The same for a file: US dollars, or a whole number. */
export function exactMeasure(measure: Measure, value: bigint): string {
  return isMoney(measure) ? formatUsd(value) : String(value);
}
