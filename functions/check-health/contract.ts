import * as z from 'zod/mini';
import { integer, text, timedSettings } from '../shared/environment.ts';
import { silentSourceSettings } from '../shared/silent-sources.ts';

export const environment = z.object({
  LEDGER_TABLE: text(),
  ...timedSettings,
  ...silentSourceSettings,
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
  /** Above which share of rejected and failed records the deployment is degraded. */
  ERROR_RATE_THRESHOLD: z.pipe(
    z.string().check(z.regex(/^\d(\.\d+)?(e-\d+)?$/, 'is not a number')),
    z.pipe(z.transform(Number), z.number().check(z.gte(0), z.lte(1))),
  ),
  /** Without a completed roll-up for so long, it is silent; 0 where none is scheduled. */
  ROLL_UP_SILENT_AFTER_SECONDS: integer(0, 31_536_000),
});

/** How long a message may wait in its queue. Live usage is recorded within seconds; backfill and spans may take their time. */
export const MAXIMUM_QUEUE_AGE_SECONDS = {
  live: 900,
  bulk: 21_600,
  notifications: 1800,
} as const;
/** Their dead letters and their backlog are reasons to look: they hold usage or alerts. */
export const JUDGED_QUEUES = ['live', 'bulk', 'notifications'] as const;

/** `high`: usage may be lost, wrong or refused, act now. `low`: look at it during the day. */
export type Severity = 'high' | 'low';

/** What the names of all alarms of a stage begin with. The stage may have hyphens, what comes behind it has none. */
export function alarmPrefix(stage: string): string {
  return `token-ledger-${stage}-`;
}

/** What an alarm says about itself to people, and to the health check. */
export interface AlarmDescription {
  /** What has happened, as a sentence. */
  readonly meaning: string;
  readonly severity: Severity;
  /** Anchor of the heading in `docs/runbook.md` that says what to do. */
  readonly runbook: string;
}

/** The file in the repository, for those who did not publish it. */
const RUNBOOK = 'docs/runbook.md';

/** The text that CloudWatch puts into its e-mails. URLs stand alone, so that mail programs make links of them. */
export function describeAlarm({
  meaning,
  severity,
  runbook,
  runbookUrl = RUNBOOK,
  dashboardUrl,
}: AlarmDescription & {
  readonly runbookUrl?: string | undefined;
  readonly dashboardUrl?: string | undefined;
}): string {
  const figures = dashboardUrl === undefined ? '' : ` Figures: ${dashboardUrl}`;
  return `${meaning} Severity: ${severity}. What to do: ${runbookUrl}#${runbook}${figures}`;
}

/**
 * What `describeAlarm` wrote; undefined for any other description. `runbookUrl` is the link to the heading, absent where no runbook
 * is published.
 */
export function readAlarmDescription(
  text: string,
): (AlarmDescription & { readonly runbookUrl?: string }) | undefined {
  const parts = /^(.+) Severity: (high|low)\. What to do: ([^\s#]+)#([a-z-]+)(?: Figures: \S+)?$/.exec(text);
  const [, meaning, severity, published, runbook] = parts ?? [];
  if (meaning === undefined || runbook === undefined) return undefined;
  return {
    meaning,
    severity: severity as Severity,
    runbook,
    // Descriptions can be changed by hand: no other address becomes a link.
    ...(published?.startsWith('https://') && { runbookUrl: `${published}#${runbook}` }),
  };
}
