import * as z from 'zod/mini';

/** The queues that usage, alerts of budgets and exports pass. */
export const HEALTH_QUEUES = ['live', 'bulk', 'alerts', 'exports'] as const;
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

const count = () => z.int();

/** What is null could not be had; `unknown` names it. */
export const healthResponse = z.object({
  /**
   * `degraded`: usage or alerts may be lost, wrong or refused. `lagging`: they are late, and answers, exact all the same,
   * cost more. The worst of the reasons counts.
   */
  status: z.enum(['ok', 'lagging', 'degraded']),
  reasons: z.array(z.object({ code: z.enum(HEALTH_REASONS), message: z.string() })),
  /** Parts that could not be had in time, such as `queues.live`, `metrics` or `alarms`. */
  unknown: z.array(z.string()),
  /** When this was found out; up to 15 seconds ago. */
  asOf: z.string(),
  /** How long the oldest report that is not recorded yet has waited in the live queue. */
  freshnessSeconds: z.nullable(count()),
  rollUp: z.nullable(
    z.object({
      lastCompletedAt: z.exactOptional(z.string()),
      /** Hours, days and months that are over and not rolled up yet. */
      pending: z.object({ hour: count(), day: count(), month: count() }),
      /** How long the oldest of them has been waiting. */
      oldestPendingSeconds: count(),
    }),
  ),
  /** By the queues' own estimate, which may lag behind by a minute. */
  queues: z.record(
    z.enum(HEALTH_QUEUES),
    z.object({
      visible: z.nullable(count()),
      /** Being worked on. */
      inFlight: z.nullable(count()),
      oldestSeconds: z.nullable(count()),
      /** Messages that were tried so often that the queue gave them up. */
      deadLetters: z.nullable(count()),
    }),
  ),
  /** Of the last hour, in whole periods of five minutes. */
  errors: z.nullable(
    z.object({
      from: z.string(),
      /** Of those sent to the API: the same figures as those of the alarm `ErrorRate`. */
      records: z.object({
        accepted: count(),
        rejected: count(),
        failed: count(),
        /** Rejected and failed of all, to six digits; 0 of none. */
        errorRate: z.number(),
        /** Above it the deployment is degraded. */
        threshold: z.number(),
      }),
      /** Requests to the API, and those that were answered with a 5xx status. */
      api: z.object({ requests: count(), serverErrors: count() }),
      /** Runs of the function that records queued usage, and those that failed as a whole. */
      consumer: z.object({ invocations: count(), errors: count() }),
    }),
  ),
  /** The active alarms of this deployment, those of severity high first, then the latest. */
  alarms: z.nullable(
    z.array(
      z.object({
        name: z.string(),
        since: z.string(),
        severity: z.enum(['high', 'low']),
        /** What has happened, and the heading of the runbook; absent when the alarm was changed by hand. */
        meaning: z.exactOptional(z.string()),
        runbook: z.exactOptional(z.string()),
      }),
    ),
  ),
  /** Records of the queues that were set aside today (UTC); not `complete` when there are more. */
  quarantinedToday: z.nullable(z.object({ records: count(), complete: z.boolean() })),
});

/** The body of `GET /v1/health`. */
export type HealthResponse = z.output<typeof healthResponse>;
