import * as z from 'zod/mini';
import { integer, text, timedSettings } from '../shared/environment.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...timedSettings,
  REPORTING_TIME_ZONE: text(),
  LIVE_QUEUE_URL: text(),
  LIVE_DEAD_LETTERS_URL: text(),
  BULK_QUEUE_URL: text(),
  BULK_DEAD_LETTERS_URL: text(),
  NOTIFICATION_QUEUE_URL: text(),
  NOTIFICATION_DEAD_LETTERS_URL: text(),
  EXPORT_QUEUE_URL: text(),
  EXPORT_DEAD_LETTERS_URL: text(),
  API_ID: text(),
  RECORD_USAGE_FUNCTION: text(),
  /** The share of rejected and failed records above which the deployment is degraded. */
  ERROR_RATE_THRESHOLD: z.pipe(
    z.string().check(z.regex(/^\d(\.\d+)?(e-\d+)?$/, 'is not a number')),
    z.pipe(z.transform(Number), z.number().check(z.gte(0), z.lte(1))),
  ),
  /** The roll-up is silent if it has not completed for this long; 0 without a schedule. */
  ROLL_UP_SILENT_AFTER_SECONDS: integer(0, 31_536_000),
});

/** How long a message may wait in its queue. Live usage is recorded within seconds; backfill may take hours. */
export const MAXIMUM_QUEUE_AGE_SECONDS = { live: 900, bulk: 21_600, notifications: 1800 } as const;

/** `high`: usage may be lost, wrong or refused; respond now. `low`: respond during the day. */
export type Severity = 'high' | 'low';

/** The start of the names of all alarms of a stage. The stage may have hyphens, the rest of the name has none. */
export function alarmPrefix(stage: string): string {
  return `token-ledger-${stage}-`;
}

/** The description of an alarm, for people and for the health check. */
interface AlarmDescription {
  /** What happened, as a sentence. */
  readonly meaning: string;
  readonly severity: Severity;
  /** Anchor of the heading in `docs/runbook.md` that has the response. */
  readonly runbook: string;
}

export function describeAlarm({ meaning, severity, runbook }: AlarmDescription): string {
  return `${meaning} Severity: ${severity}. What to do: docs/runbook.md#${runbook}`;
}

/** Undefined for a description that `describeAlarm` did not write. */
export function readAlarmDescription(text: string): AlarmDescription | undefined {
  const parts = /^(.+) Severity: (high|low)\. What to do: docs\/runbook\.md#([a-z-]+)$/.exec(text);
  const [, meaning, severity, runbook] = parts ?? [];
  return meaning === undefined || runbook === undefined
    ? undefined
    : { meaning, severity: severity as Severity, runbook };
}
