import { draftOf, templateOf } from '../../parts/files/template.ts';
import { startOfMonth } from '../../parts/zone-time.ts';

/** The whole month before the current one, in the reporting time zone. */
export function lastMonth(nowMs: number, zone: string): { readonly from: string; readonly to: string } {
  return {
    from: new Date(startOfMonth(nowMs, zone, 1)).toISOString(),
    to: new Date(startOfMonth(nowMs, zone)).toISOString(),
  };
}

/** The spreadsheet that finance asks for: who used which model on which day, and what it cost. */
export function lastMonthRequest(nowMs: number, zone: string) {
  return { ...templateOf(draftOf()), ...lastMonth(nowMs, zone) };
}
