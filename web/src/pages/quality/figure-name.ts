import type { TFunction } from 'i18next';

const FIGURES = ['rollUp', 'metrics', 'alarms', 'quarantinedToday', 'sources', 'errors'] as const;
const QUEUES = ['live', 'bulk', 'notifications', 'exports'] as const;

/** What the health check could not have, in words: it names `errors`, or `queues.live.deadLetters`. */
export function figureName(part: string, t: TFunction<'quality'>): string {
  const [kind, queue, figure] = part.split('.');
  const known = QUEUES.find((name) => name === queue);
  if (kind === 'queues' && known) {
    const name = t(`queue.names.${known}`);
    return t(figure === 'deadLetters' ? 'figures.deadLetters' : 'figures.queue', { name });
  }
  const figureKey = FIGURES.find((name) => name === part);
  return figureKey ? t(`figures.${figureKey}`) : part;
}
