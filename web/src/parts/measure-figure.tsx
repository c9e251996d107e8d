import { formatUsd } from '@token-ledger/client/query';
import { Count, Money } from './figure.tsx';
import { isMoney, type Measure } from './measures.ts';

/** The value of a measure, short; exact on hover and focus. */
export function MeasureFigure({ measure, value }: { readonly measure: Measure; readonly value: bigint }) {
  return isMoney(measure) ? <Money usd={value} /> : <Count value={value} />;
}

/** The same for a file: US dollars, or a whole number. */
export function exactMeasure(measure: Measure, value: bigint): string {
  return isMoney(measure) ? formatUsd(value) : String(value);
}
