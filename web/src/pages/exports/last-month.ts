import { draftOf, templateOf } from '../../parts/files/template.ts';
import { formerRange } from '../../parts/range.ts';

/** The spreadsheet that finance asks for: who used which model on which day, and what it cost. */
export function lastMonthRequest(nowMs: number, zone: string) {
  return { ...templateOf(draftOf()), ...formerRange('formerMonth', nowMs, zone) };
}
