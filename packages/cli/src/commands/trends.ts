import { Command, Option } from '@commander-js/extra-typings';
import { nanoDollars } from '@token-ledger/client/query';
import {
  type Context,
  names,
  rangeIn,
  sessionOf,
  usageOptions,
  withExamples,
  withRange,
} from '../command.ts';
import { noteFreshness } from '../freshness.ts';
import { idsOf } from '../ids-of-names.ts';
import { modelsOf } from '../known-models.ts';
import { COST_COLUMN, costNotes, costText } from '../measures.ts';
import { shortCount } from '../output/figures.ts';
import { periodFor } from '../range/period.ts';
import { previousText, showPeriod, showRange } from '../range/range.ts';

const BAR_WIDTH = 20;

/** `token-ledger trends` */
export function trendsCommand(context: Context) {
  const command = new Command('trends')
    .description('a series without gaps, beside the range before')
    .addOption(
      new Option(
        '--period <period>',
        'by default hours of less than 3 days, days up to 90, months above',
      ).choices(['hour', 'day', 'month'] as const),
    )
    .option('--key <id>', 'only usage through this access key, by id or name')
    .option('--user <id>', 'only usage for this user, by id or name')
    .option('--model <names>', 'only these models, separated by commas', names)
    .option('--feature <names>', 'only these features; - is usage without one', names);
  const ranged = withRange(command, '30d').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { ledger, print, timeZone } = session;
    const range = rangeIn(session, options, { last: '30d' });
    const query = {
      ...range,
      period: options.period ?? periodFor(range),
      ...(await idsOf(session, options)),
      ...(await modelsOf(session, options.model, range)),
      ...(options.feature && { features: [...options.feature] }),
    };
    const trends = await ledger.get('/v1/trends', { query });
    noteFreshness(print, trends);
    const { points, period, range: shown, previousRange } = trends;
    const costs = points.map(({ cost }) => nanoDollars(cost.usd));
    const most = costs.reduce((a, b) => (a > b ? a : b), 0n);
    const bar = (usd: string) => (most === 0n ? 0 : Number((nanoDollars(usd) * BigInt(BAR_WIDTH)) / most));
    await print.list(
      points,
      [
        { title: `${period} (${timeZone})`, value: ({ from }) => showPeriod(from, period, timeZone) },
        { title: 'requests', value: ({ requests }) => shortCount(requests), align: 'right' },
        { title: 'total', value: ({ tokens }) => shortCount(tokens.total), align: 'right' },
        COST_COLUMN,
        {
          title: 'before',
          value: ({ previous }) => (previous ? costText(previous) : ''),
          align: 'right',
        },
        { title: '', value: ({ cost }) => '█'.repeat(bar(cost.usd)), format: () => 'cyan' },
      ],
      'No periods in this range.',
    );
    await print.line();
    await print.line(`${showRange(shown, timeZone)}, before: ${previousText(previousRange, timeZone)}.`);
    for (const note of costNotes(points, usageOptions(self, { last: '30d' }))) print.note(note);
  });
  return withExamples(ranged, 'trends', 'trends --period hour --in yesterday');
}
