import { Command } from '@commander-js/extra-typings';
import { type Context, rangeIn, sessionOf, usageOptions, withExamples, withRange } from '../command.ts';
import { noteFreshness } from '../freshness.ts';
import { idsOf } from '../ids-of-names.ts';
import { COST_COLUMN, costNotes, costText, previousCostNotes } from '../measures.ts';
import { changePercent, percent, shortCount } from '../output/figures.ts';
import { previousText, showTime } from '../range/range.ts';

const SHOWN_MODELS = 5;

/** `token-ledger overview` */
export function overviewCommand(context: Context) {
  const command = new Command('overview')
    .description('totals of a range, its largest models, and the change against the range before')
    .option('--key <id>', 'only usage through this access key, by id or name')
    .option('--user <id>', 'only usage for this user, by id or name');
  const ranged = withRange(command, '30d').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { ledger, print, timeZone } = session;
    const query = {
      ...rangeIn(session, options, { last: '30d' }),
      ...(await idsOf(session, options)),
    };
    const overview = await ledger.get('/v1/overview', { query });
    noteFreshness(print, overview);
    const { totals, change, range, previous, models } = overview;
    const withChange = (value: string, relative: number | null | undefined) =>
      relative === null || relative === undefined ? value : `${value}  (${changePercent(relative)})`;
    await print.one(overview, [
      { title: 'from', value: () => `${showTime(range.from, timeZone)} ${timeZone}` },
      { title: 'to', value: () => `${showTime(range.to, timeZone)} ${timeZone}` },
      { title: 'compared with', value: () => previousText(previous, timeZone) },
      { title: 'cost', value: () => withChange(costText(totals), change?.cost) },
      { title: 'requests', value: () => withChange(shortCount(totals.requests), change?.requests) },
      { title: 'errors', value: () => withChange(shortCount(totals.errors), change?.errors) },
      { title: 'total tokens', value: () => withChange(shortCount(totals.tokens.total), change?.total) },
      { title: 'access keys', value: ({ activeAccessKeys }) => shown(activeAccessKeys) },
      { title: 'users', value: ({ activeUsers }) => shown(activeUsers) },
    ]);
    if (print.json) return;
    await print.line();
    await print.list(
      models.top.slice(0, SHOWN_MODELS),
      [
        { title: 'model', value: ({ id }) => id },
        { title: 'of tokens', value: ({ share }) => percent(share), align: 'right' },
        { title: 'total', value: ({ tokens }) => shortCount(tokens.total), align: 'right' },
        COST_COLUMN,
      ],
      'No usage in this range.',
    );
    if (models.count > SHOWN_MODELS)
      print.note(
        `${SHOWN_MODELS} of ${models.count} models are shown: token-ledger top --by model shows more.`,
      );
    const given = usageOptions(self, { last: '30d' });
    for (const note of costNotes([totals], given)) print.note(note);
    if (change?.cost !== null && previous)
      for (const note of previousCostNotes(previous, given)) print.note(note);
  });
  return withExamples(ranged, 'overview', 'overview --in "this month"');
}

function shown(count: number | null): string {
  return count === null ? '' : shortCount(count);
}
