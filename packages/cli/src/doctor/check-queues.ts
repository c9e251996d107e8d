import { counted, shortSeconds } from '../output/figures.ts';
import { type Check, failed, ok, warning } from './check.ts';

/** As the status of the ledger's health counts them. */
const LATE_SECONDS = { live: 900, bulk: 21_600, notifications: 1800, exports: 3600 } as const;

export const deadLetters: Check = {
  name: 'dead letters',
  why: 'Usage in a dead-letter queue is not counted, and expires after 14 days.',
  async run({ session: { ledger } }) {
    const { queues, quarantinedToday } = await ledger.get('/v1/health');
    const waiting = Object.entries(queues).filter(([, { deadLetters: count }]) => (count ?? 0) > 0);
    if (waiting.length > 0)
      return failed(
        `Dead letters wait: ${waiting.map(([queue, { deadLetters: count }]) => `${queue} ${count}`).join(', ')}.`,
        'Find out why: token-ledger failed list. When the cause is mended: token-ledger failed retry <id>',
      );
    const quarantined = quarantinedToday?.records ?? 0;
    return quarantined === 0
      ? ok('There are none, and nothing was quarantined today.')
      : warning(
          `Quarantined today, because they cannot count as they are: ${counted(quarantined, 'record')}.`,
          'See why: token-ledger failed list --place quarantine',
        );
  },
};

export const queueAges: Check = {
  name: 'queues',
  why: 'A message that waits long is usage that is counted late.',
  async run({ session: { ledger } }) {
    const { queues, unknown } = await ledger.get('/v1/health');
    const late = Object.entries(LATE_SECONDS).flatMap(([queue, limit]) => {
      const { oldestSeconds } = queues[queue as keyof typeof LATE_SECONDS];
      return oldestSeconds !== null && oldestSeconds > limit
        ? [`${queue} for ${shortSeconds(oldestSeconds)}`]
        : [];
    });
    if (late.length > 0)
      return failed(
        `Messages wait too long: ${late.join(', ')}.`,
        'The consumer is throttled or fails: see its alarms and logs, and its limit in the setting concurrency (docs/runbook.md).',
      );
    const missing = unknown.filter((part) => part.startsWith('queues'));
    return missing.length === 0
      ? ok('No message waits too long.')
      : warning(`Not known at the moment: ${missing.join(', ')}.`, 'Run it again in a minute.');
  },
};
