import { RECORD_SOURCES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { flag, type Immutable, instantText, quantity, ratioOf, text } from './response-parts.ts';

/** The queues for usage, notifications and exports. */
export const HEALTH_QUEUES = ['live', 'bulk', 'notifications', 'exports'] as const;
export type HealthQueue = (typeof HEALTH_QUEUES)[number];

/** Why a deployment is not `ok`. A closed set: monitors may switch on it. */
export const HEALTH_REASONS = [
  /** Degraded: usage or alerts are in a dead-letter queue, and stay there until they are sent again. */
  'dead_letters',
  /** Degraded: the share of rejected and failed records sent to the API exceeds the configured threshold. */
  'error_rate',
  /** Degraded: an alarm of severity high is active. */
  'alarm',
  /** Degraded: the ledger or a queue did not answer. */
  'not_reachable',
  /** Lagging: no roll-up completed when one was due. */
  'roll_up_silent',
  /** Lagging: a closed hour, day or month waits for its roll-up longer than it should. */
  'roll_up_behind',
  /** Lagging: a message waits in its queue longer than it should. */
  'queue_age',
] as const;

const queueHealth = z.object({
  visible: z.nullable(
    quantity('Messages that wait to be received; without spans that wait for `spanDelaySeconds`.'),
  ),
  inFlight: z.nullable(quantity('Messages being processed.')),
  oldestSeconds: z.nullable(quantity('How long the oldest message has waited.')),
  deadLetters: z.nullable(quantity('Messages that failed so often that the queue gave up on them.')),
});

const recentErrors = z.object({
  from: instantText('The start of the hour.'),
  records: z
    .object({
      accepted: quantity('Accepted records.'),
      rejected: quantity('Rejected records.'),
      failed: quantity('Records that could not be stored.'),
      errorRate: ratioOf(
        'The share of rejected and failed records, to six decimal places; 0 without records.',
      ),
      threshold: z.number().check(z.describe('The deployment is degraded above this error rate.')),
    })
    .check(z.describe('Records sent to the API; the same figures as in the alarm `ErrorRate`.')),
  api: z.object({
    requests: quantity('Requests to the API.'),
    serverErrors: quantity('Requests answered with a 5xx status.'),
  }),
  consumer: z.object({
    invocations: quantity('Runs of the function that records queued usage.'),
    errors: quantity('Runs that failed as a whole.'),
  }),
});

const activeAlarm = z.object({
  name: z.string(),
  since: instantText('When the alarm went off.'),
  severity: z.enum(['high', 'low']),
  meaning: z.exactOptional(text('What happened; absent if the alarm was changed by hand.')),
  runbook: z.exactOptional(text('The heading in the runbook that says what to do.')),
  runbookUrl: z.exactOptional(
    text('Where that heading is published; absent without `monitoring.runbookUrl`.'),
  ),
});

/** A field is null if its figures were not available; `unknown` names it. */
export const healthResponse = z.object({
  status: z
    .enum(['ok', 'lagging', 'degraded'])
    .check(
      z.describe(
        '`degraded`: usage or alerts may be lost, wrong or refused. `lagging`: they are late; answers stay exact but ' +
          'cost more. The worst reason decides.',
      ),
    ),
  reasons: z.array(z.object({ code: z.enum(HEALTH_REASONS), message: z.string() })),
  unknown: z
    .array(z.string())
    .check(
      z.describe(
        'Parts whose figures are null: `queues.live`, `metrics`, `alarms` and others did not answer in time or failed; `errors` were not measured by CloudWatch.',
      ),
    ),
  asOf: instantText('The time of these figures, up to 15 seconds ago.'),
  freshnessSeconds: z.nullable(
    quantity('How long the oldest unrecorded message has waited in the live queue.'),
  ),
  rollUp: z.nullable(
    z.object({
      lastCompletedAt: z.exactOptional(
        instantText('When a roll-up last completed; absent before the first.'),
      ),
      pending: z
        .object({
          hour: quantity('Pending hours.'),
          day: quantity('Pending days.'),
          month: quantity('Pending months.'),
        })
        .check(z.describe('Completed hours, days and months that are not rolled up yet.')),
      oldestPendingSeconds: quantity('How long the oldest of them has waited.'),
    }),
  ),
  queues: z
    .record(z.enum(HEALTH_QUEUES), queueHealth)
    .check(z.describe('The queues’ own estimates, which may lag by a minute.')),
  errors: z.nullable(recentErrors).check(z.describe('The last hour, in whole periods of five minutes.')),
  alarms: z
    .nullable(z.array(activeAlarm))
    .check(z.describe('The active alarms of this deployment: severity high first, then the latest.')),
  quarantinedToday: z
    .nullable(
      z.object({
        records: quantity('The number of records.'),
        complete: z.boolean().check(z.describe('False if there are more.')),
      }),
    )
    .check(z.describe('Records from the queues that were quarantined today (UTC).')),
  sources: z
    .nullable(
      z.array(
        z.object({
          source: z.enum(RECORD_SOURCES),
          lastHeardAt: instantText('When a report of it was last received, to five minutes.'),
          silent: flag(
            'Whether that is longer ago than `monitoring.silentSourceMinutes`, while others were busy.',
          ),
        }),
      ),
    )
    .check(
      z.describe(
        'The sources that were ever heard. A silent one changes no `status`; it has an alarm if all alarms are wanted.',
      ),
    ),
});

/** The body of `GET /v1/health`. */
export type HealthResponse = Immutable<typeof healthResponse>;
