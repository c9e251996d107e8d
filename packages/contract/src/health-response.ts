import * as z from 'zod/mini';
import { type Immutable, instantText, quantity, ratioOf, text } from './response-parts.ts';

/** The queues that usage, alerts of budgets and exports pass. */
export const HEALTH_QUEUES = ['live', 'bulk', 'notifications', 'exports'] as const;
export type HealthQueue = (typeof HEALTH_QUEUES)[number];

/** Why a deployment is not `ok`. A closed set: monitors may switch on it. */
export const HEALTH_REASONS = [
  /** Degraded: what was reported, or an alert, will not arrive unless somebody sends it again. */
  'dead_letters',
  /** Degraded: more of the records sent to the API were rejected or failed than is configured. */
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
  visible: z.nullable(quantity('Messages that wait.')),
  inFlight: z.nullable(quantity('Messages that are being worked on.')),
  oldestSeconds: z.nullable(quantity('How long the oldest has waited.')),
  deadLetters: z.nullable(quantity('Messages that were tried so often that the queue gave them up.')),
});

const recentErrors = z.object({
  from: instantText('Where the hour begins.'),
  records: z
    .object({
      accepted: quantity('Records.'),
      rejected: quantity('Records.'),
      failed: quantity('Records.'),
      errorRate: ratioOf('Rejected and failed of all, to six digits; 0 of none.'),
      threshold: z.number().check(z.describe('Above it the deployment is degraded.')),
    })
    .check(z.describe('Of those sent to the API: the same figures as those of the alarm `ErrorRate`.')),
  api: z.object({
    requests: quantity('Requests to the API.'),
    serverErrors: quantity('Those that were answered with a 5xx status.'),
  }),
  consumer: z.object({
    invocations: quantity('Runs of the function that records queued usage.'),
    errors: quantity('Those that failed as a whole.'),
  }),
});

const activeAlarm = z.object({
  name: z.string(),
  since: instantText('When it went off.'),
  severity: z.enum(['high', 'low']),
  meaning: z.exactOptional(text('What has happened; absent when the alarm was changed by hand.')),
  runbook: z.exactOptional(text('The heading of the runbook that says what to do.')),
});

/** What is null could not be had; `unknown` names it. */
export const healthResponse = z.object({
  status: z
    .enum(['ok', 'lagging', 'degraded'])
    .check(
      z.describe(
        '`degraded`: usage or alerts may be lost, wrong or refused. `lagging`: they are late, and answers, exact all the ' +
          'same, cost more. The worst of the reasons counts.',
      ),
    ),
  reasons: z.array(z.object({ code: z.enum(HEALTH_REASONS), message: z.string() })),
  unknown: z
    .array(z.string())
    .check(z.describe('Parts that could not be had in time, such as `queues.live`, `metrics` or `alarms`.')),
  asOf: instantText('When this was found out; up to 15 seconds ago.'),
  freshnessSeconds: z.nullable(
    quantity('How long the oldest report that is not recorded yet has waited in the live queue.'),
  ),
  rollUp: z.nullable(
    z.object({
      lastCompletedAt: z.exactOptional(instantText('Absent before the first time.')),
      pending: z
        .object({ hour: quantity('Hours.'), day: quantity('Days.'), month: quantity('Months.') })
        .check(z.describe('Hours, days and months that are over and not rolled up yet.')),
      oldestPendingSeconds: quantity('How long the oldest of them has been waiting.'),
    }),
  ),
  queues: z
    .record(z.enum(HEALTH_QUEUES), queueHealth)
    .check(z.describe('By the queues’ own estimate, which may lag behind by a minute.')),
  errors: z.nullable(recentErrors).check(z.describe('Of the last hour, in whole periods of five minutes.')),
  alarms: z
    .nullable(z.array(activeAlarm))
    .check(
      z.describe('The active alarms of this deployment, those of severity high first, then the latest.'),
    ),
  quarantinedToday: z
    .nullable(
      z.object({
        records: quantity('How many.'),
        complete: z.boolean().check(z.describe('False when there are more.')),
      }),
    )
    .check(z.describe('Records of the queues that were set aside today (UTC).')),
});

/** The body of `GET /v1/health`. */
export type HealthResponse = Immutable<typeof healthResponse>;
