import { Command, Option } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import {
  type Context,
  limitOption,
  names,
  rangeIn,
  sessionOf,
  usageOptions,
  withExamples,
  withRange,
} from '../command.ts';
import { DIMENSIONS } from '../dimensions.ts';
import { noteFreshness } from '../freshness.ts';
import { idsOf, type WhoseIds } from '../ids-of-names.ts';
import { modelsOf } from '../known-models.ts';
import { costNotes, MEASURE_COLUMNS } from '../measures.ts';
import { named } from '../output/figures.ts';
import { listFirst, pageSize } from '../output/list-first.ts';
import type { Column } from '../output/printer.ts';
import { showPeriod } from '../range/range.ts';

type Row = components['schemas']['StatisticsRow'];
const MAX_PAGE = 1000;

/** `token-ledger stats` */
export function statsCommand(context: Context) {
  const command = new Command('stats')
    .description('usage and cost by hour, day or month')
    .addOption(
      new Option('--by <dimension>', 'a row for each')
        .choices(['all', 'key', 'user'] as const)
        .default('all' as const),
    )
    .addOption(
      new Option('--period <period>').choices(['hour', 'day', 'month'] as const).default('day' as const),
    )
    .option('--key <id>', 'only usage through this access key, by id or name')
    .option('--user <id>', 'only usage for this user, by id or name')
    .option('--model <names>', 'only these models, separated by commas', names)
    .option('--feature <names>', 'only these features; - is usage without one', names)
    .addOption(limitOption(MAX_PAGE));
  const ranged = withRange(command, '7d').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { ledger, print, timeZone } = session;
    const { period, by } = options;
    const range = rangeIn(session, options, { last: '7d' });
    const query = {
      ...range,
      ...subjectOf(by, await idsOf(session, options)),
      period,
      limit: pageSize(print, options.limit, MAX_PAGE),
      ...(await modelsOf(session, options.model, range)),
      ...(options.feature && { features: [...options.feature] }),
    };
    const rows: Row[] = [];
    const pages = ledger.pages('/v1/statistics', { query });
    const all = async function* () {
      for await (const page of pages) {
        noteFreshness(print, page);
        if (!print.json) rows.push(...page.rows);
        yield* page.rows;
      }
    };
    const columns: readonly Column<Row>[] = [
      { title: `${period} (${timeZone})`, value: ({ from }) => showPeriod(from, period, timeZone) },
      ...(by === 'all' ? [] : [{ title: by, value: ({ id, name }: Row) => named(id, name) }]),
      ...MEASURE_COLUMNS,
    ];
    await listFirst(print, all(), options.limit, columns, 'No usage in this range.');
    for (const note of costNotes(rows.slice(0, options.limit), usageOptions(self, { last: '7d' })))
      print.note(note);
  });
  return withExamples(ranged, 'stats --last 7d', 'stats --by user --period month --in "last month" --json');
}

/** Whose usage it is, as the API names it: an id of its dimension, and beside it the other one. */
function subjectOf(by: 'all' | 'key' | 'user', { accessKeyId, userId }: WhoseIds) {
  const throughKey = accessKeyId !== undefined && { accessKeyId };
  const forUser = userId !== undefined && { userId };
  if (by === 'user')
    return { dimension: DIMENSIONS.user, ...(forUser && { id: forUser.userId }), ...throughKey };
  if (by === 'key')
    return { dimension: DIMENSIONS.key, ...(throughKey && { id: throughKey.accessKeyId }), ...forUser };
  return throughKey || forUser ? { ...throughKey, ...forUser } : { dimension: DIMENSIONS.all };
}
