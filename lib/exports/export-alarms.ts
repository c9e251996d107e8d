import type { Alarms } from '../monitoring/alarm-registry.ts';
import { anyDeadLetter } from '../monitoring/queue-alarms.ts';
import type { UsageExports } from './usage-exports.ts';

/** Exports that were given up after several tries. Nothing is wrong with the ledger. */
export function exportAlarms(exports: UsageExports): Alarms {
  return {
    ExportDeadLetters: {
      ...anyDeadLetter(exports),
      severity: 'low',
      meaning: 'An export could not be written and was given up.',
      runbook: 'export-dead-letters',
    },
  };
}
