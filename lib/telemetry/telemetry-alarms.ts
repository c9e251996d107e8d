import type { Configuration } from '../configuration/read-configuration.ts';
import type { Alarms } from '../monitoring/alarm-registry.ts';
import { anyDeadLetter, waitingLongerThan } from '../monitoring/queue-alarms.ts';
import type { TelemetryIntake } from './telemetry-intake.ts';

/** How much longer than their delay spans may wait before somebody should look. */
const MAXIMUM_BACKLOG_SECONDS = 1800;

/**
 * Whether spans are decided. What the intake of telemetry rejects is part of the error rate. None is essential: most spans repeat what
 * others report, and those that do not are kept among the dead letters for days.
 */
export function telemetryAlarms({ spanDelaySeconds }: Configuration, { spans }: TelemetryIntake): Alarms {
  const maximumAgeSeconds = spanDelaySeconds + MAXIMUM_BACKLOG_SECONDS;
  return {
    SpanDeadLetters: {
      ...anyDeadLetter(spans),
      severity: 'high',
      meaning: 'Spans could not be compared with the ledger and wait in their dead-letter queue.',
      runbook: 'dead-letters',
    },
    SpanQueueAge: {
      ...waitingLongerThan(maximumAgeSeconds, spans),
      severity: 'low',
      meaning: `Spans have waited in their queue for more than ${maximumAgeSeconds / 60} minutes.`,
      runbook: 'queue-age',
    },
  };
}
