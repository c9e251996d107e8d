import type { Alarms } from '../monitoring/alarm-registry.ts';
import { anyDeadLetter } from '../monitoring/queue-alarms.ts';
import type { UsageExports } from './usage-exports.ts';

/** Exports that failed repeatedly. The ledger itself is not affected. */
export function exportAlarms(exports: UsageExports): Alarms {
  return {
    ExportDeadLetters: {
      ...anyDeadLetter(exports),
      severity: 'low',
      meaning: 'An export failed repeatedly and was given up.',
      runbook: 'export-dead-letters',
    },
  };
}
