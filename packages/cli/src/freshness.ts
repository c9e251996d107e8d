import { counted } from './output/figures.ts';
import type { Printer } from './output/printer.ts';

/** Says when figures may lag, which only happens during a mass backfill. */
export function noteFreshness(
  print: Printer,
  { exact, inexactHours }: { readonly exact: boolean; readonly inexactHours: readonly string[] },
): void {
  if (!exact)
    print.warn(
      `${counted(inexactHours.length, 'hour')} of the range ${inexactHours.length === 1 ? 'is' : 'are'} being rolled up and may lag.`,
    );
}
