import { DAY_MS } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import { dayId, daysSinceMonday, localDate } from '../time/local-date.ts';
import type { Budget, BudgetPeriodName, BudgetTerms } from './budget.ts';

/**
 * How long a period is still evaluated after its end. Most late records arrive within a day. A later alert about a past
 * period would come too late to matter; `GET /v1/statistics` has the figures.
 */
export const LATE_EVALUATION_MS = DAY_MS;

/** One day, ISO week or month of the reporting time zone, [startMs, endMs). */
export interface BudgetPeriod {
  /** `20261121`, `2026W47` or `202611`: ids of different kinds of periods are never equal. */
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** The period that contains an instant. Weeks begin on Monday. */
export function budgetPeriod(calendar: Calendar, period: BudgetPeriodName, ms: number): BudgetPeriod {
  if (period === 'weekly') return isoWeek(calendar, ms);
  const { id, startMs, endMs } = calendar.bucketAt(period === 'daily' ? 'day' : 'month', ms);
  return { id, startMs, endMs };
}

/**
 * The periods in which a budget may fire, with the terms of each: the current one, and the previous one for a day after
 * its end. Periods that ended before the budget was created are left out.
 */
export function evaluatedPeriods(
  calendar: Calendar,
  budget: Budget,
  nowMs: number,
): readonly { readonly period: BudgetPeriod; readonly terms: BudgetTerms }[] {
  const current = budgetPeriod(calendar, budget.period, nowMs);
  const previous = budgetPeriod(calendar, budget.period, current.startMs - 1);
  const periods = nowMs < previous.endMs + LATE_EVALUATION_MS ? [previous, current] : [current];
  return periods.flatMap((period) => {
    const terms = period.endMs > budget.updatedAtMs ? budget.terms : budget.earlierTerms;
    return terms ? [{ period, terms }] : [];
  });
}

function isoWeek(calendar: Calendar, ms: number): BudgetPeriod {
  const day = localDate(calendar.bucketAt('day', ms).id);
  const monday = day - daysSinceMonday(day) * DAY_MS;
  // The year of a week is the year of its Thursday.
  const thursday = monday + 3 * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return {
    id: `${year}W${String(week).padStart(2, '0')}`,
    startMs: calendar.bucket('day', dayId(monday)).startMs,
    endMs: calendar.bucket('day', dayId(monday + 7 * DAY_MS)).startMs,
  };
}
