import type { components } from '@token-ledger/client/query';

type Health = components['schemas']['Health'];

/** What a part of the health check is, where it shows only as `unknown`. */
const PARTS: Readonly<Record<string, string>> = {
  rollUp: 'roll-up',
  metrics: 'last hour and ages of messages',
  alarms: 'alarms',
  quarantinedToday: 'quarantined records',
  sources: 'sources',
};

/**
 * Why figures of a health check are unknown, a line for each reason.
 *
 * @param isEmulated whether it is the product of `npm start`
 */
export function whyUnknown(
  { unknown, queues }: Pick<Health, 'unknown' | 'queues'>,
  isEmulated: boolean,
): readonly string[] {
  const unanswered = unknown.filter((part) => part !== 'errors');
  // Without an answer of CloudWatch no age is known, which is the other reason.
  const ages = unknown.includes('metrics')
    ? []
    : Object.entries(queues).filter(
        ([, { visible, oldestSeconds }]) => visible !== null && oldestSeconds === null,
      );
  const unmeasured = [
    ...(unknown.includes('errors') ? ['last hour'] : []),
    ...ages.map(([queue]) => `oldest message of ${queue}`),
  ];
  return [
    ...(unmeasured.length > 0 ? [`Unknown: ${unmeasured.join(', ')}. ${notMeasured(isEmulated)}`] : []),
    ...(unanswered.length > 0
      ? [
          `Unknown: ${unanswered.map(nameOf).join(', ')}. No answer within two seconds, or an error: see the log of check-health.`,
        ]
      : []),
  ];
}

function notMeasured(isEmulated: boolean): string {
  return isEmulated
    ? 'The emulator on this machine does not measure it; CloudWatch does.'
    : 'CloudWatch has not measured it: there were no calls, or it follows in some minutes.';
}

/** `queues.live.deadLetters` is the dead letters of live. */
function nameOf(part: string): string {
  const [kind, queue, figure] = part.split('.');
  if (kind === 'queues' && queue !== undefined)
    return figure === 'deadLetters' ? `dead letters of ${queue}` : `queue ${queue}`;
  return PARTS[part] ?? part;
}
