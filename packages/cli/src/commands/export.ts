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
import { confirmed, yesOption } from '../confirm.ts';
import { DIMENSIONS } from '../dimensions.ts';
import { type DownloadOptions, downloadExport, overwriteOption } from '../download.ts';
import { timeoutOption } from '../finished-export.ts';
import { idsOf } from '../ids-of-names.ts';
import { modelsOf } from '../known-models.ts';
import { costNotes, costText } from '../measures.ts';
import { countOrNone, exactUsd } from '../output/figures.ts';
import { listFirst } from '../output/list-first.ts';
import type { Column } from '../output/printer.ts';
import { showTime } from '../range/range.ts';

type Export = components['schemas']['Export'];
type Request = components['schemas']['ExportRequest'];

/** `token-ledger export` */
export function exportCommand(context: Context) {
  return new Command('export')
    .description('usage as CSV, NDJSON, xlsx or FOCUS files')
    .addCommand(createCommand(context))
    .addCommand(listCommand(context))
    .addCommand(downloadCommand(context))
    .addCommand(removeCommand(context));
}

const folderOption = () => new Option('--to-folder <folder>', 'where files are written').default('.');

/** An inclusive bound of what is exported. */
const bound = <N extends string>(name: N, description: string) =>
  new Option(`${name} <count>`, description).argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER));

/** The columns of the console's spreadsheet of a month. */
const FINANCE_FIELDS = 'from,id,name,model,requests,totalTokens,costUsd,unpricedRequests';

const SPREADSHEETS =
  '\nHeadings of xlsx files are in English only. Without --fields, such a file has all columns. The last example writes the\n' +
  'file of the console’s button on Exports, if --time-zone is the reporting time zone.';

function createCommand(context: Context) {
  const command = new Command('create')
    .description('write usage into files, wait, and download them')
    .addOption(
      new Option('--what <what>').choices(['records', 'statistics'] as const).default('records' as const),
    )
    .addOption(
      new Option('--format <format>')
        .choices(['csv', 'ndjson', 'xlsx', 'focus'] as const)
        .default('csv' as const),
    )
    .addOption(new Option('--by <dimension>', 'of statistics').choices(['all', 'key', 'user'] as const))
    .addOption(new Option('--period <period>', 'of statistics').choices(['hour', 'day', 'month'] as const))
    .option('--fields <names>', 'the columns and their order, separated by commas', names)
    .option('--key <id>', 'only usage through this access key, by id or name')
    .option('--user <id>', 'only usage for this user, by id or name')
    .option('--model <names>', 'only these models', names)
    .option('--feature <names>', 'only these features', names)
    .addOption(
      bound('--min-tokens', 'only what has at least so many total tokens: calls, or ids in a period'),
    )
    .addOption(bound('--max-tokens', 'only what has at most so many'))
    .addOption(bound('--min-requests', 'of statistics: only ids with at least so many requests in a period'))
    .addOption(bound('--max-requests', 'of statistics: only ids with at most so many'))
    .option('--billing-account <id>', 'of FOCUS: the id of your organization at Anthropic')
    .option('--gzip', 'compress the files')
    .addOption(folderOption())
    .addOption(overwriteOption())
    .addOption(timeoutOption())
    .option('--no-wait', 'return at once, and download later');
  const ranged = withRange(command, '30d').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { ledger, print } = session;
    const fields = options.fields as never;
    const range = rangeIn(session, options, { last: '30d' });
    const body: Request = {
      what: [options.what],
      format: options.format,
      ...range,
      ...(options.by && { dimension: DIMENSIONS[options.by] }),
      ...(options.period && { period: options.period }),
      ...(options.fields &&
        (options.what === 'records' ? { recordFields: fields } : { statisticsFields: fields })),
      filter: {
        ...(await idsOf(session, options)),
        ...(await modelsOf(session, options.model, range)),
        ...(options.feature && { features: options.feature }),
        ...(options.minTokens !== undefined && { minTokens: options.minTokens }),
        ...(options.maxTokens !== undefined && { maxTokens: options.maxTokens }),
        ...(options.minRequests !== undefined && { minRequests: options.minRequests }),
        ...(options.maxRequests !== undefined && { maxRequests: options.maxRequests }),
      },
      ...(options.gzip && { gzip: true }),
      ...(options.billingAccount !== undefined && { billingAccountId: options.billingAccount }),
    };
    const started = await ledger.post('/v1/exports', { body });
    if (!options.wait) {
      await print.one(started, [{ title: 'export', value: ({ id }) => id }]);
      print.note(`Download it later: token-ledger export download ${started.id}`);
      return;
    }
    print.note(`Export ${started.id} is being written.`);
    await downloaded(session, started.id, options);
  });
  ranged.addHelpText('after', SPREADSHEETS);
  return withExamples(
    ranged,
    'export create --in "this month" --to-folder /tmp',
    'export create --what statistics --by user --format ndjson --last 7d --to-folder /tmp --json',
    `export create --format xlsx --in "last month" --what statistics --by user --fields ${FINANCE_FIELDS}`,
  );
}

function listCommand(context: Context) {
  const command = new Command('list')
    .description('list exports, the newest first')
    .addOption(limitOption(20))
    .action(async (options, self) => {
      const { ledger, print, timeZone } = await sessionOf(context, self);
      const items = ledger.items('/v1/exports', {});
      const columns: readonly Column<Export>[] = [
        { title: 'id', value: ({ id }) => id },
        { title: `created (${timeZone})`, value: ({ createdAt }) => showTime(createdAt, timeZone) },
        { title: 'format', value: ({ format }) => format },
        {
          title: 'status',
          value: ({ status }) => status,
          format: ({ status }) => (status === 'failed' ? 'red' : undefined),
        },
        { title: 'from', value: ({ range }) => showTime(range.from, timeZone) },
        { title: 'to', value: ({ range }) => showTime(range.to, timeZone) },
        { title: 'by', value: ({ createdBy, createdByName }) => createdByName ?? createdBy },
      ];
      await listFirst(print, items, options.limit, columns, 'There are no exports.');
    });
  return withExamples(command, 'export list');
}

function downloadCommand(context: Context) {
  const command = new Command('download')
    .description('wait for an export, and download its files')
    .argument('<id>')
    .addOption(folderOption())
    .addOption(overwriteOption())
    .addOption(timeoutOption())
    .action(async (id, options, self) => {
      await downloaded(await sessionOf(context, self), id, options);
    });
  return withExamples(command, 'export download 01M80KTDP6JB13DA68V8YHQZCS --to-folder /tmp');
}

function removeCommand(context: Context) {
  const command = new Command('remove')
    .description('stop an export, and delete its files')
    .argument('<id>')
    .addOption(yesOption())
    .action(async (id, options, self) => {
      const { io, ledger, print } = await sessionOf(context, self);
      await confirmed(io, options.yes, `Delete the files of export ${id}?`);
      const removed = await ledger.delete('/v1/exports/{id}', { path: { id } });
      await print.one(removed, [{ title: 'deleted', value: ({ id }) => id }]);
    });
  return withExamples(command, 'export remove 01M80KTDP6JB13DA68V8YHQZCS --yes');
}

/** Waits for the files, writes them into the folder, and lists them with their totals. */
async function downloaded(
  session: Awaited<ReturnType<typeof sessionOf>>,
  id: string,
  options: DownloadOptions,
) {
  const { print } = session;
  const { files, range } = await downloadExport(session, id, options);
  await print.list(
    files,
    [
      { title: 'file', value: ({ path }) => path },
      { title: 'rows', value: ({ rows }) => countOrNone(rows), align: 'right' },
      { title: 'bytes', value: ({ bytes }) => countOrNone(bytes), align: 'right' },
      { title: 'requests', value: ({ totals }) => countOrNone(totals?.requests), align: 'right' },
      // All digits: the sum of the file is compared with it.
      {
        title: 'cost',
        value: ({ totals }) => (totals ? costText(totals, exactUsd) : '-'),
        align: 'right',
      },
    ],
    'The export has no files.',
  );
  // Every file of an export is about the same usage.
  const totals = files.flatMap((file) => (file.totals ? [file.totals] : [])).slice(0, 1);
  for (const note of costNotes(totals, range)) print.note(note);
}
