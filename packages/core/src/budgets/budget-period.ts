import { DAY_MS } from '../time/bucket.ts';
import type { Calendar } from '../time/calendar.ts';
import { dayId, daysSinceMonday, localDate } from '../time/local-date.ts';
import type { Budget, BudgetPeriodName, BudgetTerms } from './budget.ts';

/**
 * For how long after its end a period is still watched. Most late records come within a day; whoever hears of a past
 * period later than that is told nothing that could still be acted upon, and `GET /v1/statistics` has the numbers.
 */
export const LATE_EVALUATION_MS = DAY_MS;

/** One day, ISO week or month of the reporting time zone, [startMs, endMs). */
export interface BudgetPeriod {
  /** `20261121`, `2026W47` or `202611`: no two kinds of periods share an id. */
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
 * The periods in which a budget may fire, with the terms that hold in each: the one under way, and the one before for a
 * day after its end. A budget says nothing about periods that were over when it was made.
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
  // The year of a week is the one that has its Thursday.
  const thursday = monday + 3 * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return {
    id: `${year}W${String(week).padStart(2, '0')}`,
    startMs: calendar.bucket('day', dayId(monday)).startMs,
    endMs: calendar.bucket('day', dayId(monday + 7 * DAY_MS)).startMs,
  };
}
