import { Command } from '@commander-js/extra-typings';
import { type Context, rangeIn, sessionOf, wholeNumber, withExamples, withRange } from '../command.ts';
import { UsageError } from '../errors.ts';
import { parseDay, showTime, wholeHours } from '../range/range.ts';
import type { Session } from '../session/session.ts';
import { waitFor } from '../wait-for.ts';

/** `token-ledger aggregate` */
export function aggregateCommand(context: Context) {
  const command = new Command('aggregate')
    .description('roll the hours of a range up again')
    .option('--date <day>', 'yesterday, today or a day such as 2026-11-21')
    .option('--wait', 'wait until the roll-up has done it')
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
    const started = await ledger.post('/v1/aggregations', { body });
    await print.one(started, [
      { title: 'from', value: ({ from }) => `${showTime(from, timeZone)} ${timeZone}` },
      { title: 'to', value: ({ to }) => `${showTime(to, timeZone)} ${timeZone}` },
      { title: 'hours marked', value: ({ markedHours }) => String(markedHours) },
      { title: 'pending already', value: ({ pendingHours }) => String(pendingHours) },
      { title: 'empty', value: ({ emptyHours }) => String(emptyHours) },
      { title: 'frozen', value: ({ skippedFrozenHours }) => String(skippedFrozenHours) },
    ]);
    if (options.wait) await waitForRollUp(session, body, options.timeout);
    else print.note('The roll-up recomputes them; answers are exact meanwhile. --wait waits for it.');
  });
  return withExamples(ranged, 'aggregate --date yesterday', 'aggregate --last 24h --json');
}

/** Waits until no closed hour of the range is pending. The hour under way always is. */
async function waitForRollUp(
  { io, ledger, print }: Session,
  { to, from }: { from: string; to: string },
  timeoutSeconds: number,
) {
  await waitFor(io, 'The roll-up', timeoutSeconds * 1000, async () => {
    const { pending, asOf } = await ledger.get('/v1/aggregations');
    const waiting = pending.buckets.filter(
      (bucket) => bucket.period === 'hour' && bucket.from >= from && bucket.from < to && bucket.to <= asOf,
    );
    return waiting.length === 0 || undefined;
  });
  print.note('Rolled up.');
}
