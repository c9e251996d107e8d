import { Command, Option } from '@commander-js/extra-typings';
import { type Context, rangeIn, sessionOf, wholeNumber, withExamples, withRange } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { percent, shortCount } from '../output/figures.ts';
import { scoreText, showQualityHistory } from '../output/quality-history.ts';
import { hourOf, showRange, showTime } from '../range/range.ts';

/** Enough to find the last day that was judged. */
const SCORED_DAYS = 7;

/** `token-ledger quality` */
export function qualityCommand(context: Context) {
  const command = new Command('quality').description(
    'completeness and consistency of recorded usage; exit code 1 if something differs',
  );
  const ranged = withRange(command, 'this hour and the 23 before')
    .addOption(
      new Option(
        '--history <days>',
        'show the score of the last days, each judged in the night after',
      ).argParser(wholeNumber(1, 400)),
    )
    .action(async (options, self) => {
      const session = await sessionOf(context, self);
      const { ledger, print, timeZone } = session;
      const historyDays = options.history ?? SCORED_DAYS;
      // The default of the console: both show the same figures.
      const byDefault = { from: hourOf(session.io.nowMs(), 23) };
      const query = { ...rangeIn(session, options, byDefault), historyDays };
      const quality = await ledger.get('/v1/quality', { query });
      const { completeness, consistency, usage, hours, coverage, unpriced, quarantined, conflicts } = quality;
      const days = quality.history.days;
      if (quality.status !== 'ok') context.exitCode = EXIT.problem;
      // Nothing to find is nothing that was compared.
      const share = ({ ratio, expected, found }: (typeof completeness)['hour']) =>
        String(expected) === '0' && String(found) === '0' ? 'not compared' : percent(ratio);
      await print.one(quality, [
        {
          title: 'status',
          value: ({ status }) => status,
          format: ({ status }) => (status === 'ok' ? 'green' : 'red'),
        },
        {
          title: 'checked',
          value: ({ range, next }) => showRange({ from: hourOf(range.from), to: next ?? range.to }, timeZone),
        },
        {
          title: 'score',
          value: () => scoreText(days.findLast(({ finishedAt }) => finishedAt !== undefined)),
        },
        {
          title: 'hours',
          value: () =>
            `${hours.compared} compared, ${hours.open} open, ${hours.pending} pending, ${hours.frozen} frozen`,
        },
        {
          title: 'complete',
          value: () =>
            `hours ${share(completeness.hour)}, days ${share(completeness.day)}, months ${share(completeness.month)}`,
        },
        { title: 'differences', value: () => shortCount(consistency.differences) },
        {
          title: 'records',
          value: () => `${shortCount(usage.records)}, ${shortCount(usage.lateRecords)} late`,
        },
        { title: 'unattributed', value: () => `${percent(usage.unattributedShare)} of cache writes` },
        {
          title: 'unpriced',
          value: () =>
            unpriced.models.map(({ model, requests }) => `${model}: ${shortCount(requests)}`).join(', ') ||
            'nothing',
        },
        { title: 'conflicts', value: () => shortCount(conflicts.reports) },
        { title: 'quarantined', value: () => shortCount(quarantined.records) },
      ]);
      if (print.json) return;
      await print.line();
      await print.list(
        coverage.sources,
        [
          { title: 'source', value: ({ source }) => source },
          { title: 'records', value: ({ records }) => shortCount(records), align: 'right' },
          { title: 'partial', value: ({ partialRecords }) => shortCount(partialRecords), align: 'right' },
          {
            title: 'totals only',
            value: ({ totalsOnlyRecords }) => shortCount(totalsOnlyRecords),
            align: 'right',
          },
          {
            title: 'without user',
            value: ({ recordsWithoutUser }) => shortCount(recordsWithoutUser),
            align: 'right',
          },
          { title: `last heard (${timeZone})`, value: ({ lastHeardAt }) => showTime(lastHeardAt, timeZone) },
          { title: '', value: ({ silent }) => (silent ? 'silent' : ''), format: () => 'yellow' },
        ],
        'No records were read.',
      );
      if (hours.open > 0)
        print.note(
          'Records of the hour under way are not read before it is over, so sources lack them; unpriced and conflicts count them already.',
        );
      for (const { where, from, measure, expected, found } of consistency.first)
        await print.line(
          print.paint('red', `${where} ${from} ${measure ?? ''}: expected ${expected}, found ${found}`),
        );
      if (options.history !== undefined) await showQualityHistory(print, days);
      if (quality.next !== undefined)
        print.note(`Not all was checked. Continue with --from ${quality.next} --to ${quality.range.to}.`);
    });
  return withExamples(ranged, 'quality', 'quality --history 30', 'quality --in yesterday --json');
}
