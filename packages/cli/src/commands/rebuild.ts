import { Command } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { type Context, rangeIn, sessionOf, wholeNumber, withExamples, withRange } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { CliError, UsageError } from '../errors.ts';
import { counted, shortCount } from '../output/figures.ts';
import type { Column } from '../output/printer.ts';
import { startProgress } from '../output/progress.ts';
import { showTime, wholeHours } from '../range/range.ts';
import type { Session } from '../session/session.ts';
import { waitFor } from '../wait-for.ts';

type Rebuild = components['schemas']['Rebuild'];

/** `token-ledger rebuild` */
export function rebuildCommand(context: Context) {
  const command = new Command('rebuild')
    .description('recompute statistics from their records, or show how far that is')
    .option('--id <id>', 'show this rebuild, and start none')
    .option('--repair', 'let statistics decrease, too: only after a correction of the records')
    .option('--wait', 'wait until it is finished')
    .option('--timeout <seconds>', 'wait at most so long', wholeNumber(1, 86_400), 14_400)
    .addOption(yesOption());
  const ranged = withRange(command, 'none').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { io, ledger, print, timeZone } = session;
    const { id, last, from, in: period, repair, yes } = options;
    const isRange = (last ?? from ?? period) !== undefined;
    if ((id === undefined) !== isRange)
      throw new UsageError('Name a range to rebuild, or --id of a rebuild.');
    if (repair)
      await confirmed(
        io,
        yes,
        'With --repair, statistics may lose what their records no longer have. Continue?',
      );
    const body = () => ({
      ...wholeHours(rangeIn(session, options, {}), io.nowMs()),
      ...(repair && { repair }),
    });
    const begun =
      id === undefined
        ? await ledger.post('/v1/rebuilds', { body: body() })
        : await ledger.get('/v1/rebuilds/{id}', { path: { id } });
    const shown = options.wait ? await finished(session, begun, options.timeout) : begun;
    await print.one(shown, fields(timeZone));
    if (shown.status === 'running') print.note(`See how far it is: token-ledger rebuild --id ${shown.id}`);
  });
  return withExamples(ranged, 'rebuild --last 24h', 'rebuild --id kT3xPq0aVb9LwZ1c --wait');
}

async function finished({ io, ledger }: Session, { id }: Rebuild, timeoutSeconds: number): Promise<Rebuild> {
  const progress = await startProgress(io, 'Rebuilding', 'hours');
  try {
    return await waitFor(io, `Rebuild ${id}`, timeoutSeconds * 1000, async () => {
      const rebuild = await ledger.get('/v1/rebuilds/{id}', { path: { id } });
      progress.update(rebuild.hours - rebuild.pendingHours, rebuild.hours);
      if (rebuild.status === 'stalled')
        throw new CliError(
          'The rebuild stalled: hours still wait after three hours.',
          'See the alarms of the roll-up: token-ledger health.',
        );
      if (rebuild.status === 'interrupted')
        throw new CliError(
          'The rebuild was interrupted while it marked its hours.',
          'Start it again; that is harmless.',
        );
      return rebuild.status === 'finished' ? rebuild : undefined;
    });
  } finally {
    progress.end();
  }
}

function fields(timeZone: string): readonly Column<Rebuild>[] {
  return [
    { title: 'rebuild', value: ({ id }) => id },
    {
      title: 'status',
      value: ({ status }) => status,
      format: ({ status }) => (status === 'finished' ? 'green' : undefined),
    },
    { title: 'from', value: ({ from }) => `${showTime(from, timeZone)} ${timeZone}` },
    { title: 'to', value: ({ to }) => `${showTime(to, timeZone)} ${timeZone}` },
    { title: 'hours', value: ({ hours, pendingHours }) => `${hours - pendingHours} of ${hours}` },
    { title: 'under way', value: ({ openHours }) => `${counted(openHours, 'hour')}, recomputed when over` },
    { title: 'records', value: ({ processedRecords }) => shortCount(processedRecords) },
    { title: 'errors', value: ({ errors }) => errors.map(({ message }) => message).join(' ') || 'none' },
    {
      title: 'frozen',
      value: ({ skippedFrozenHours }) => `${counted(skippedFrozenHours, 'hour')}, kept as before`,
    },
  ];
}
