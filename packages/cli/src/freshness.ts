import type { Printer } from './output/printer.ts';

/** Says when figures may lag, which only happens during a mass backfill. */
export function noteFreshness(
  print: Printer,
  { exact, inexactHours }: { readonly exact: boolean; readonly inexactHours: readonly string[] },
): void {
  if (!exact) print.warn(`${inexactHours.length} hours of the range are being rolled up and may lag.`);
}
