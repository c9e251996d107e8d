import { Command, Option } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import {
  type Context,
  limitOption,
  names,
  rangeIn,
  sessionOf,
  wholeNumber,
  withExamples,
  withRange,
} from '../command.ts';
import { CliError, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { idsOf } from '../ids-of-names.ts';
import { modelsOf } from '../known-models.ts';
import { costOfCall } from '../measures.ts';
import { shortCount } from '../output/figures.ts';
import { listFirst, pageSize } from '../output/list-first.ts';
import type { Column } from '../output/printer.ts';
import { showRecord } from '../output/show-record.ts';
import { showTime } from '../range/range.ts';

type Item = components['schemas']['Record'];
const MAX_PAGE = 500;

/** `token-ledger records` */
export function recordsCommand(context: Context) {
  return new Command('records')
    .description('single calls')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context));
}

function listCommand(context: Context) {
  const command = new Command('list')
    .description('list calls, the newest first')
    .option('--key <id>', 'only calls through this access key, by id or name')
    .option('--user <id>', 'only calls for this user, by id or name; - is without one')
    .option('--model <names>', 'only these models, separated by commas', names)
    .option('--feature <names>', 'only these features; - is without one', names)
    .option('--status <names>', 'some of ok, error, partial', names)
    .option('--source <names>', 'how they were captured, such as client or gateway', names)
    .option('--min-tokens <count>', 'at least so many total tokens', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--max-tokens <count>', 'at most so many total tokens', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--min-cost <usd>', 'only what costs at least so many US dollars, such as 0.5')
    .addOption(
      new Option('--order <order>').choices(['newest', 'oldest'] as const).default('newest' as const),
    )
    .addOption(limitOption(50));
  const ranged = withRange(command, '24h').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { ledger, print, timeZone } = session;
    const range = rangeIn(session, options, { last: '24h' });
    const query = {
      ...range,
      order: options.order,
      limit: pageSize(print, options.limit, MAX_PAGE),
      ...(await idsOf(session, options)),
      ...(await modelsOf(session, options.model, range)),
      ...(options.feature && { features: [...options.feature] }),
      ...(options.status && { status: [...options.status] as ('ok' | 'error' | 'partial')[] }),
      ...(options.source && { source: [...options.source] as Item['source'][] }),
      ...(options.minTokens !== undefined && { minTokens: options.minTokens }),
      ...(options.maxTokens !== undefined && { maxTokens: options.maxTokens }),
      ...(options.minCost !== undefined && { minCostUsd: options.minCost }),
    };
    await listFirst(
      print,
      ledger.items('/v1/records', { query }),
      options.limit,
      columns(timeZone),
      'No calls in this range.',
    );
  });
  return withExamples(
    ranged,
    'records list --last 1h',
    'records list --status error --in today --limit all --json',
    'records list --last 7d --min-cost 0.1',
  );
}

function showCommand(context: Context) {
  const command = new Command('show')
    .description('one call, by its request id or message id')
    .argument('<id>')
    .option('--key <id>', 'the access key, if several have a call of this name')
    .action(async (id, options, self) => {
      const session = await sessionOf(context, self);
      const { ledger, print, timeZone } = session;
      // By the query, because a path cannot carry every id.
      const query = { requestId: id, ...(await idsOf(session, options)) };
      const found = await oneOf(ledger.items('/v1/records', { query }), id);
      await showRecord(print, found, timeZone);
    });
  return withExamples(command, 'records show req_011CXyz', 'records show req_011CXyz --json');
}

async function oneOf(items: AsyncIterable<Item>, id: string): Promise<Item> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  const [one, ...others] = found;
  if (!one)
    throw new CliError(
      `There is no record ${JSON.stringify(id)}.`,
      'It may have expired; its usage is in the statistics.',
      EXIT.notFound,
    );
  if (others.length === 0) return one;
  throw new UsageError(
    `${found.length} access keys have a call of this name.`,
    `Choose one with --key: ${found.map(({ accessKeyId }) => accessKeyId).join(', ')}`,
  );
}

function columns(timeZone: string): readonly Column<Item>[] {
  return [
    { title: `time (${timeZone})`, value: ({ occurredAt }) => showTime(occurredAt, timeZone) },
    { title: 'request', value: ({ requestId }) => requestId },
    { title: 'key', value: ({ accessKeyId, accessKeyName }) => accessKeyName ?? accessKeyId },
    { title: 'user', value: ({ userId, userName }) => userName ?? userId ?? '' },
    { title: 'model', value: ({ model }) => model },
    { title: 'feature', value: ({ feature }) => feature ?? '' },
    {
      title: 'status',
      value: ({ status }) => status,
      format: ({ status }) => (status === 'ok' ? undefined : status === 'error' ? 'red' : 'yellow'),
    },
    { title: 'total', value: ({ tokens }) => shortCount(tokens.total), align: 'right' },
    {
      title: 'cost',
      value: ({ cost }) => costOfCall(cost),
      align: 'right',
    },
  ];
}
