import { Command } from '@commander-js/extra-typings';
import { type Context, rangeIn, sessionOf, withExamples, withRange } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { percent, shortCount } from '../output/figures.ts';
import { showTime } from '../range/range.ts';

/** `token-ledger quality` */
export function qualityCommand(context: Context) {
  const command = new Command('quality').description(
    'completeness and consistency of recorded usage; exit code 1 if something differs',
  );
  const ranged = withRange(command, '24h').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { ledger, print, timeZone } = session;
    const quality = await ledger.get('/v1/quality', { query: rangeIn(session, options, { last: '24h' }) });
    const { completeness, consistency, usage, hours, coverage, unpriced, quarantined, conflicts } = quality;
    if (quality.status !== 'ok') context.exitCode = EXIT.problem;
    const share = ({ ratio }: { readonly ratio: number }) => percent(ratio);
    await print.one(quality, [
      {
        title: 'status',
        value: ({ status }) => status,
        format: ({ status }) => (status === 'ok' ? 'green' : 'red'),
      },
      {
        title: 'hours',
        value: () => `${hours.compared} compared, ${hours.pending} pending, ${hours.frozen} frozen`,
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
    for (const { where, from, measure, expected, found } of consistency.first)
      await print.line(
        print.paint('red', `${where} ${from} ${measure ?? ''}: expected ${expected}, found ${found}`),
      );
    if (quality.next !== undefined) print.note(`Not all was checked. Continue with --from ${quality.next}.`);
  });
  return withExamples(ranged, 'quality', 'quality --in yesterday --json');
}
