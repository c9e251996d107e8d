import { Command, Option } from '@commander-js/extra-typings';
import {
  type Context,
  names,
  rangeIn,
  sessionOf,
  usageOptions,
  wholeNumber,
  withExamples,
  withRange,
} from '../command.ts';
import { DIMENSIONS } from '../dimensions.ts';
import { noteFreshness } from '../freshness.ts';
import { idsOf } from '../ids-of-names.ts';
import { modelsOf } from '../known-models.ts';
import { costNotes, costText, MEASURE_COLUMNS } from '../measures.ts';
import { counted, named, percent, shortCount } from '../output/figures.ts';
import { showRange } from '../range/range.ts';
import { howToPrice } from '../unpriced-models.ts';

const SORTS = [
  'cost',
  'total',
  'effective',
  'requests',
  'errors',
  'input',
  'output',
  'cacheRead',
  'unpricedRequests',
] as const;

/** `token-ledger top` */
export function topCommand(context: Context) {
  const command = new Command('top')
    .description('who or what used or cost most')
    .addOption(
      new Option('--by <dimension>', 'what is ranked')
        .choices(['user', 'key', 'model', 'feature'] as const)
        .default('user' as const),
    )
    .addOption(new Option('--sort <measure>').choices(SORTS).default('cost' as const))
    .option('--key <id>', 'only usage through this access key, by id or name; with --by model or feature')
    .option('--user <id>', 'only usage for this user, by id or name; with --by model or feature')
    .option('--model <names>', 'only these models, separated by commas', names)
    .option('--feature <names>', 'only these features; - is usage without one', names)
    .option('--limit <count>', 'at most so many', wholeNumber(1, 1000), 10);
  const ranged = withRange(command, '30d').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { ledger, print, timeZone } = session;
    const { by, sort, limit } = options;
    const asked = rangeIn(session, options, { last: '30d' });
    const query = {
      ...asked,
      dimension: DIMENSIONS[by],
      sort,
      limit,
      ...(await idsOf(session, options)),
      ...(await modelsOf(session, options.model, asked)),
      ...(options.feature && { features: [...options.feature] }),
    };
    const { totals, consumers, matching, range, ...notes } = await ledger.get('/v1/top-consumers', { query });
    noteFreshness(print, notes);
    await print.list(
      consumers,
      [
        { title: '#', value: ({ rank }) => String(rank), align: 'right' },
        { title: by, value: ({ id, name }) => (id === '-' ? `without ${by}` : named(id, name)) },
        { title: `of ${sort}`, value: ({ share }) => percent(share), align: 'right' },
        ...MEASURE_COLUMNS,
      ],
      'No usage in this range.',
    );
    if (consumers.length === 0) return;
    const shown =
      consumers.length < Number(matching) ? ` ${consumers.length} of ${shortCount(matching)} are shown.` : '';
    await print.line();
    await print.line(
      `All: ${costText(totals)} for ${counted(totals.requests, 'request')}, ` +
        `${showRange(range, timeZone)}.${shown}`,
    );
    const namesThem = by === 'model' && sort === 'unpricedRequests';
    const given = usageOptions(self, { last: '30d' });
    const unpriced = costNotes([totals], namesThem ? undefined : given);
    for (const note of unpriced) print.note(note);
    if (namesThem && unpriced.length > 0) print.note(howToPrice(given));
  });
  return withExamples(
    ranged,
    'top',
    'top --by model --sort cost --in "this month"',
    'top --by key --last 7d --json',
  );
}
