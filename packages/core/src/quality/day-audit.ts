import type { Period } from '../time/bucket.ts';
import { DAY_MS } from '../time/bucket.ts';
import type { RecordSource } from '../usage/source.ts';
import type { ComparedFigures } from './quality-score.ts';
import type { SourceCounts } from './source-counts.ts';

/*
 * The audit of a day is one small item. It is written after each part, on the condition that nobody else wrote it, so that a run
 * that was killed is resumed where it was, and two runs at a time count nothing twice.
 */

/** How long the audit of a day is kept. */
export const AUDIT_HISTORY_DAYS = 400;
export const AUDIT_HISTORY_MS = AUDIT_HISTORY_DAYS * DAY_MS;
/** The most outcomes listed; all figures are counted. */
export const MAX_AUDIT_OUTCOMES = 20;

/** What is yet to be checked: statistics of a period, or a sample of raw records. */
export interface OpenCheck {
  readonly kind: Period | 'records';
  /** Of the hour, day or month; of a sample, the day. */
  readonly id: string;
  /** Figures that differed, and how often: they wait for their repair, or for another look. */
  readonly differed?: number;
  readonly attempts?: number;
}

/** `waiting`: differed, and not compared again by the end of the audit. `kept`: a person must decide. */
export const AUDIT_OUTCOMES = ['repaired', 'waiting', 'kept'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

export interface CheckedBucket {
  readonly kind: OpenCheck['kind'];
  readonly id: string;
  readonly figures: number;
  readonly outcome: AuditOutcome;
}

/** What became of the parts of an audit. `unchecked`: out of time. `pending`: still waited for the roll-up. */
export const PART_RESULTS = ['compared', 'pending', 'tooLarge', 'frozen', 'unchecked'] as const;
export type PartResult = (typeof PART_RESULTS)[number];

export interface DayAudit {
  /** The audited day, an id such as `20261121`; it is [fromMs, toMs). */
  readonly day: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Changes with every write. */
  readonly revision: number;
  readonly startedAtMs: number;
  readonly updatedAtMs: number;
  /** Absent while something is open. */
  readonly finishedAtMs?: number;
  readonly runs: number;
  readonly open: readonly OpenCheck[];
  /** The days of the past that are audited with it, by id. */
  readonly pastDays: readonly string[];
  readonly parts: Readonly<Record<PartResult, number>>;
  readonly figures: ComparedFigures;
  /** What was not `compared` without a difference, the first ones. */
  readonly outcomes: readonly CheckedBucket[];
  /** What the records of the day lack, by source; those without records are absent. */
  readonly sources: Readonly<Partial<Record<RecordSource, SourceCounts>>>;
  /** Received on the day, and not countable. */
  readonly quarantined: number;
}

export interface DayAuditStore {
  getDayAudit(day: string): Promise<DayAudit | undefined>;
  /** Those of the days in [fromDay, toDay], in order. Strongly consistent. */
  listDayAudits(fromDay: string, toDay: string): Promise<readonly DayAudit[]>;
  /** Stores one whose revision is the next one of the stored one, the first is 1. Returns whether it was. */
  putDayAudit(audit: DayAudit): Promise<boolean>;
}
