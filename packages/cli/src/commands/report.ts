import { Command } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { type Context, limitOption, sessionOf, withExamples } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { downloadExport, overwriteOption } from '../download.ts';
import { timeoutOption } from '../finished-export.ts';
import { listFirst } from '../output/list-first.ts';
import type { Column } from '../output/printer.ts';
import { showTime } from '../range/range.ts';
import { readJsonFile } from '../read-json-file.ts';

type Summary = components['schemas']['ReportSummary'];
type Run = components['schemas']['ReportRun'];

/** `token-ledger report` */
export function reportCommand(context: Context) {
  return new Command('report')
    .description('saved reports and their runs')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(createCommand(context))
    .addCommand(runCommand(context))
    .addCommand(runsCommand(context))
    .addCommand(removeCommand(context));
}

function listCommand(context: Context) {
  const command = new Command('list').description('list reports').action(async (_, self) => {
    const { ledger, print } = await sessionOf(context, self);
    const { reports, timeZone } = await ledger.get('/v1/reports');
    const columns: readonly Column<Summary>[] = [
      { title: 'id', value: ({ id }) => id },
      { title: 'title', value: ({ title }) => title },
      { title: 'format', value: ({ format }) => format },
      { title: 'range', value: ({ range }) => range },
      { title: `schedule (${timeZone})`, value: ({ schedule }) => (schedule ? describe(schedule) : '') },
    ];
    await print.list(reports, columns, 'There are no reports.');
  });
  return withExamples(command, 'report list');
}

function showCommand(context: Context) {
  const command = new Command('show')
    .description('one report')
    .argument('<id>')
    .action(async (id, _, self) => {
      const { ledger, print } = await sessionOf(context, self);
      const report = await ledger.get('/v1/reports/{id}', { path: { id } });
      await print.one(report, [
        { title: 'title', value: ({ title }) => title },
        { title: 'content', value: ({ what, format, range }) => `${what.join(', ')} as ${format}, ${range}` },
        { title: 'schedule', value: ({ schedule }) => (schedule ? describe(schedule) : 'none') },
        { title: 'delivery', value: ({ delivery }) => deliveryOf(delivery) },
        { title: 'saved by', value: ({ savedBy }) => savedBy.name ?? savedBy.id },
      ]);
    });
  return withExamples(command, 'report show kT3xPq0aVb9LwZ1c');
}

function createCommand(context: Context) {
  const command = new Command('create')
    .description('save a report')
    .argument('<file>', 'its fields as JSON, see docs/reports.md; - reads standard input')
    .action(async (file, _, self) => {
      const { io, ledger, print } = await sessionOf(context, self);
      const body = (await readJsonFile(io, file)) as components['schemas']['ReportRequest'];
      const created = await ledger.post('/v1/reports', { body });
      await print.one(created, [
        { title: 'report', value: ({ id }) => id },
        { title: 'webhook secret', value: ({ delivery }) => delivery.webhook?.secret ?? '' },
      ]);
    });
  return withExamples(command, 'report create report.json');
}

function runCommand(context: Context) {
  const command = new Command('run')
    .description('run a report now, wait, and download its files')
    .argument('<id>')
    .option('--to-folder <folder>', 'where files are written', '.')
    .addOption(overwriteOption())
    .addOption(timeoutOption())
    .option('--no-wait', 'return at once')
    .action(async (id, options, self) => {
      const session = await sessionOf(context, self);
      const { ledger, print } = session;
      const run = await ledger.post('/v1/reports/{id}/runs', { path: { id } });
      if (!options.wait) return print.one(run, [{ title: 'run', value: ({ id }) => id }]);
      const { files } = await downloadExport(session, run.exportId, options);
      await print.list(
        files,
        [
          { title: 'file', value: ({ path }) => path },
          { title: 'rows', value: ({ rows }) => String(rows), align: 'right' },
        ],
        'The run has no files.',
      );
    });
  return withExamples(command, 'report run kT3xPq0aVb9LwZ1c --to-folder /tmp');
}

function runsCommand(context: Context) {
  const command = new Command('runs')
    .description('list the runs of a report, the newest first')
    .argument('<id>')
    .addOption(limitOption(20))
    .action(async (id, options, self) => {
      const { ledger, print, timeZone } = await sessionOf(context, self);
      const columns: readonly Column<Run>[] = [
        { title: 'run', value: ({ id }) => id },
        { title: `started (${timeZone})`, value: ({ startedAt }) => showTime(startedAt, timeZone) },
        { title: 'from', value: ({ range }) => showTime(range.from, timeZone) },
        { title: 'to', value: ({ range }) => showTime(range.to, timeZone) },
        {
          title: 'status',
          value: ({ status }) => status,
          format: ({ status }) => (status === 'failed' ? 'red' : undefined),
        },
        { title: 'failure', value: ({ failure }) => failure?.message ?? '' },
      ];
      const runs = ledger.items('/v1/reports/{id}/runs', { path: { id } });
      await listFirst(print, runs, options.limit, columns, 'It has not run yet.');
    });
  return withExamples(command, 'report runs kT3xPq0aVb9LwZ1c');
}

function removeCommand(context: Context) {
  const command = new Command('remove')
    .description('delete a report and its schedule')
    .argument('<id>')
    .addOption(yesOption())
    .action(async (id, options, self) => {
      const { io, ledger, print } = await sessionOf(context, self);
      await confirmed(io, options.yes, `Delete report ${id} and its schedule?`);
      await ledger.delete('/v1/reports/{id}', { path: { id } });
      await print.one({ id, deleted: true }, [{ title: 'deleted', value: ({ id }) => id }]);
    });
  return withExamples(command, 'report remove kT3xPq0aVb9LwZ1c --yes');
}

function describe({ frequency, time, weekday, dayOfMonth }: components['schemas']['ReportSchedule']): string {
  const on = weekday ?? (dayOfMonth === undefined ? '' : `day ${dayOfMonth}`);
  return [frequency, on, time].filter((part) => part !== '').join(' ');
}

function deliveryOf({ topic, webhook }: Summary['delivery']): string {
  return [...(topic ? ['topic'] : []), ...(webhook ? [webhook.url] : [])].join(', ') || 'none';
}
