import type { TFunction } from 'i18next';
import { showDuration } from '../../parts/durations.ts';
import type { HealthAnswer } from './answers.ts';
import { figureName } from './figure-name.ts';

type ReasonCode = HealthAnswer['reasons'][number]['code'];

/** The queues whose dead letters and backlog are reasons: they hold usage or alerts. */
const JUDGED = ['live', 'bulk', 'notifications'] as const;

/**
 * What the answer has about a reason, in the language of the reader: the sentences of the API are English. Empty where the
 * page shows the same beside it.
 */
export function reasonDetails(
  code: ReasonCode,
  { queues, unknown, rollUp }: Pick<HealthAnswer, 'queues' | 'unknown' | 'rollUp'>,
  t: TFunction<'quality'>,
  language: string,
): readonly string[] {
  const details: Partial<Record<ReasonCode, () => readonly string[]>> = {
    dead_letters: () =>
      JUDGED.flatMap((name) => {
        const count = queues[name].deadLetters ?? 0;
        return count === 0 ? [] : t('details.deadLetters', { queue: t(`queue.names.${name}`), count });
      }),
    queue_age: () =>
      JUDGED.flatMap((name) => {
        const seconds = queues[name].oldestSeconds ?? 0;
        if (seconds === 0) return [];
        const duration = showDuration(seconds, language);
        return t('details.oldest', { queue: t(`queue.names.${name}`), duration });
      }),
    not_reachable: () => unknown.map((part) => figureName(part, t)),
    roll_up_behind: () =>
      rollUp ? [t('details.behind', { duration: showDuration(rollUp.oldestPendingSeconds, language) })] : [],
  };
  return details[code]?.() ?? [];
}
