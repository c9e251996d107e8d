import { Command } from '@commander-js/extra-typings';
import { type Context, sessionOf, withExamples } from '../command.ts';
import { counted, shortSeconds } from '../output/figures.ts';
import { showTime } from '../range/range.ts';

/** `token-ledger aggregation-status` */
export function aggregationStatusCommand(context: Context) {
  const command = new Command('aggregation-status')
    .description('what waits for the roll-up')
    .action(async (_, self) => {
      const { ledger, print, timeZone } = await sessionOf(context, self);
      const status = await ledger.get('/v1/aggregations');
      const { counts, oldestSince } = status.pending;
      const ageOf = (since: string) => (Date.parse(status.asOf) - Date.parse(since)) / 1000;
      await print.one(status, [
        {
          title: 'last completed',
          value: ({ lastCompletedAt }) =>
            lastCompletedAt === null
              ? 'never'
              : `${showTime(lastCompletedAt, timeZone)} ${timeZone}, ${shortSeconds(ageOf(lastCompletedAt))} ago`,
        },
        {
          title: 'pending',
          value: () =>
            `${counted(counts.hour, 'hour')}, ${counted(counts.day, 'day')}, ${counted(counts.month, 'month')}`,
        },
        {
          title: 'oldest waits',
          value: () => (oldestSince === null ? 'nothing that is over' : shortSeconds(ageOf(oldestSince))),
        },
      ]);
    });
  return withExamples(command, 'aggregation-status', 'aggregation-status --json');
}
