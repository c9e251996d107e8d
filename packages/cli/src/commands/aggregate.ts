import { Command } from '@commander-js/extra-typings';
import { type Context, rangeIn, sessionOf, wholeNumber, withExamples, withRange } from '../command.ts';
import { UsageError } from '../errors.ts';
import { shortCount } from '../output/figures.ts';
import { parseDay, showTime, wholeHours } from '../range/range.ts';
import { waitFor } from '../wait-for.ts';

/** `token-ledger aggregate` */
export function aggregateCommand(context: Context) {
  const command = new Command('aggregate')
    .description('roll the hours of a range up now')
    .option('--date <day>', 'yesterday, today or a day such as 2026-11-21')
    .option('--wait', 'wait also for what takes longer than one request')
    .option('--timeout <seconds>', 'wait at most so long', wholeNumber(1, 86_400), 7200);
  const ranged = withRange(command, 'none').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { io, ledger, print, timeZone } = session;
    const { date, last, from, in: period } = options;
    if (date !== undefined && (last ?? from ?? period) !== undefined)
      throw new UsageError('Use --date, or a range.');
    if ((date ?? last ?? from ?? period) === undefined)
      throw new UsageError('Name a day or a range, such as --date yesterday.');
    const moment = { nowMs: io.nowMs(), timeZone };
    const range = date === undefined ? rangeIn(session, options, {}) : parseDay('--date', date, moment);
    const body = wholeHours(range, io.nowMs());
    const done = options.wait
      ? await waitFor(io, 'The roll-up', options.timeout * 1000, async () => {
          const { status, ...progress } = await ledger.post('/v1/aggregations', { body });
          return status === 'finished' ? { status, ...progress } : undefined;
        })
      : await ledger.post('/v1/aggregations', { body });
    await print.one(done, [
      { title: 'from', value: ({ from }) => `${showTime(from, timeZone)} ${timeZone}` },
      { title: 'to', value: ({ to }) => `${showTime(to, timeZone)} ${timeZone}` },
      { title: 'status', value: ({ status }) => status },
      { title: 'hours', value: ({ hours }) => String(hours) },
      { title: 'under way', value: ({ openHours }) => String(openHours) },
      { title: 'still waiting', value: ({ pendingHours }) => String(pendingHours) },
      { title: 'empty', value: ({ emptyHours }) => String(emptyHours) },
      { title: 'frozen', value: ({ skippedFrozenHours }) => String(skippedFrozenHours) },
      { title: 'records', value: ({ processedRecords }) => shortCount(processedRecords) },
      { title: 'errors', value: ({ errors }) => errors.map(({ message }) => message).join(' ') || 'none' },
      { title: 'took', value: ({ executionTimeMs }) => `${executionTimeMs} ms` },
    ]);
    if (done.status === 'running')
      print.note('The rest goes on in the background; answers are exact meanwhile. --wait waits for it.');
  });
  return withExamples(ranged, 'aggregate --date yesterday', 'aggregate --last 24h --json');
}
