import type { Alarms } from '../monitoring/alarm-registry.ts';
import { anyDeadLetter } from '../monitoring/queue-alarms.ts';
import type { UsageReports } from './usage-reports.ts';

/** Scheduled runs of reports that failed repeatedly. */
export function reportAlarms(reports: UsageReports): Alarms {
  return {
    ReportDeadLetters: {
      ...anyDeadLetter(reports),
      severity: 'low',
      meaning: 'A scheduled report could not be run.',
      runbook: 'report-dead-letters',
    },
  };
}
