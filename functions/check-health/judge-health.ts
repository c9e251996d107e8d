import type { HealthResponse } from '@token-ledger/contract';
import { HOUR_MS } from '@token-ledger/core';
import { JUDGED_QUEUES, MAXIMUM_QUEUE_AGE_SECONDS } from './contract.ts';

/** Late records may wait two hours to be rolled up together. */
const BEHIND_AFTER_SECONDS = (2.5 * HOUR_MS) / 1000;

type Parts = Omit<HealthResponse, 'status' | 'reasons'>;
type Reason = HealthResponse['reasons'][number];

/** Without these it is unknown whether usage is lost. A figure that CloudWatch does not have changes nothing by itself. */
export const isVital = (part: string) => part === 'rollUp' || part.startsWith('queues.');

/**
 * What the parts of a health check mean. Dead letters of exports, alarms of severity low and quarantined records are shown,
 * but lose no usage and no alert.
 */
export function judgeHealth(
  parts: Parts,
  { rollUpSilentAfterSeconds }: { readonly rollUpSilentAfterSeconds: number },
): Pick<HealthResponse, 'status' | 'reasons'> {
  const degraded = [...missing(parts), ...deadLetters(parts), ...errors(parts), ...alarms(parts)];
  const lagging = [...rollUp(parts, rollUpSilentAfterSeconds), ...queueAges(parts)];
  const status = degraded.length > 0 ? 'degraded' : lagging.length > 0 ? 'lagging' : 'ok';
  return { status, reasons: [...degraded, ...lagging] };
}

function missing({ unknown }: Parts): readonly Reason[] {
  return unknown
    .filter(isVital)
    .map((part) => ({ code: 'not_reachable', message: `${part} could not be had in time.` }));
}

function deadLetters({ queues }: Parts): readonly Reason[] {
  return JUDGED_QUEUES.flatMap((name) => {
    const count = queues[name].deadLetters ?? 0;
    const message = `Messages that the ${name} queue gave up: ${count}.`;
    return count > 0 ? [{ code: 'dead_letters' as const, message }] : [];
  });
}

function errors(parts: Parts): readonly Reason[] {
  if (!parts.errors) return [];
  const { errorRate, threshold } = parts.errors.records;
  const message = `A share of ${errorRate} of the records sent to the API was rejected or failed; ${threshold} is allowed.`;
  return errorRate > threshold ? [{ code: 'error_rate', message }] : [];
}

function alarms(parts: Parts): readonly Reason[] {
  return (parts.alarms ?? [])
    .filter(({ severity }) => severity === 'high')
    .map(({ name, meaning = 'It is active.' }) => ({ code: 'alarm', message: `${name}: ${meaning}` }));
}

function rollUp(parts: Parts, silentAfterSeconds: number): readonly Reason[] {
  if (!parts.rollUp) return [];
  const reasons: Reason[] = [];
  const { lastCompletedAt, oldestPendingSeconds } = parts.rollUp;
  const silentSeconds =
    lastCompletedAt === undefined
      ? Number.POSITIVE_INFINITY
      : (Date.parse(parts.asOf) - Date.parse(lastCompletedAt)) / 1000;
  if (silentAfterSeconds > 0 && silentSeconds > silentAfterSeconds) {
    const message = `No roll-up completed within ${silentAfterSeconds} seconds.`;
    reasons.push({ code: 'roll_up_silent', message });
  }
  if (oldestPendingSeconds > BEHIND_AFTER_SECONDS) {
    const message = `Statistics have waited for their roll-up for ${oldestPendingSeconds} seconds.`;
    reasons.push({ code: 'roll_up_behind', message });
  }
  return reasons;
}

function queueAges({ queues }: Parts): readonly Reason[] {
  return JUDGED_QUEUES.flatMap((name) => {
    const seconds = queues[name].oldestSeconds ?? 0;
    const message = `A message of the ${name} queue has waited for ${seconds} seconds.`;
    return seconds > MAXIMUM_QUEUE_AGE_SECONDS[name] ? [{ code: 'queue_age' as const, message }] : [];
  });
}
