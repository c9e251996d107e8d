import type { Alarms } from '../monitoring/alarm-registry.ts';
import { anyDeadLetter } from '../monitoring/queue-alarms.ts';
import type { UsageReports } from './usage-reports.ts';

/** Times at which reports were due and could not be run, although that was tried again. */
export function reportAlarms(reports: UsageReports): Alarms {
  return {
    ReportDeadLetters: {
      ...anyDeadLetter(reports),
      severity: 'low',
      meaning: 'A report was due and could not be run.',
      runbook: 'report-dead-letters',
    },
  };
}
