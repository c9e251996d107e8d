import type { components } from '@token-ledger/client/query';
import { shortCount } from './figures.ts';
import type { Printer } from './printer.ts';

type AuditedDay = components['schemas']['AuditedDay'];

/** `97 good on 2026-11-21`. */
export function scoreText(day: AuditedDay | undefined): string {
  if (!day) return 'not judged yet: the first night of audits is to come';
  return `${judgement(day)} on ${day.date}`;
}

/** A line for each audited day, the latest last. */
export async function showQualityHistory(print: Printer, days: readonly AuditedDay[]): Promise<void> {
  await print.line();
  await print.list(
    days,
    [
      { title: 'day', value: ({ date }) => date },
      {
        title: 'score',
        value: judgement,
        format: ({ grade }) => (grade === 'poor' ? 'red' : grade === 'fair' ? 'yellow' : 'green'),
      },
      { title: 'records', value: ({ records }) => shortCount(records), align: 'right' },
      { title: 'compared', value: ({ figures }) => shortCount(figures.compared), align: 'right' },
      { title: 'repaired', value: ({ figures }) => shortCount(figures.repaired), align: 'right' },
      { title: 'differ', value: ({ figures }) => shortCount(figures.kept), align: 'right' },
      {
        title: 'sources',
        value: ({ sources }) => sources.map((each) => `${each.source} ${each.score ?? '-'}`).join(', '),
      },
      {
        title: '',
        value: ({ complete, finishedAt }) =>
          complete || finishedAt === undefined ? '' : 'not all was compared',
      },
    ],
    'No day was audited yet.',
  );
}

function judgement({ score, grade, finishedAt }: AuditedDay): string {
  if (finishedAt === undefined) return 'under way';
  return score === null ? 'nothing to judge' : `${score} ${grade}`;
}
