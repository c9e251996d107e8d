import { Command, Option } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { type Context, limitOption, sessionOf, withExamples } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { counted } from '../output/figures.ts';
import { listFirst } from '../output/list-first.ts';
import type { Column } from '../output/printer.ts';
import { showTime } from '../range/range.ts';

type Message = components['schemas']['FailedMessage'];

/** `token-ledger failed` */
export function failedCommand(context: Context) {
  return new Command('failed')
    .description('dead letters and quarantined records')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(retryCommand(context))
    .addCommand(removeCommand(context));
}

function listCommand(context: Context) {
  const command = new Command('list')
    .description('list what could not be recorded or delivered')
    .addOption(
      new Option('--place <place>', 'a queue, or the quarantine').choices([
        'live',
        'bulk',
        'notifications',
        'quarantine',
      ] as const),
    )
    .addOption(limitOption(100))
    .action(async (options, self) => {
      const { ledger, print, timeZone } = await sessionOf(context, self);
      const query = { ...(options.place && { place: options.place }) };
      const columns: readonly Column<Message>[] = [
        { title: 'id', value: ({ id }) => id },
        { title: 'reason', value: ({ reason }) => reason },
        { title: `received (${timeZone})`, value: ({ receivedAt }) => showTime(receivedAt, timeZone) },
        { title: 'records', value: ({ records }) => String(records ?? ''), align: 'right' },
        { title: 'retry', value: ({ retryable }) => (retryable ? 'possible' : 'no') },
        { title: 'problem', value: ({ problems }) => problems.map(({ message }) => message).at(0) ?? '' },
      ];
      const items = ledger.items('/v1/failed-messages', { query });
      await listFirst(print, items, options.limit, columns, 'Nothing failed.');
    });
  return withExamples(command, 'failed list', 'failed list --place quarantine --json');
}

function showCommand(context: Context) {
  const command = new Command('show')
    .description('one of them, with all its problems')
    .argument('<id>')
    .action(async (id, _, self) => {
      const { ledger, print, timeZone } = await sessionOf(context, self);
      const message = await ledger.get('/v1/failed-messages/{id}', { path: { id } });
      await print.one(message, [
        { title: 'id', value: ({ id }) => id },
        { title: 'place', value: ({ place }) => place },
        { title: 'reason', value: ({ reason }) => reason },
        { title: 'received', value: ({ receivedAt }) => `${showTime(receivedAt, timeZone)} ${timeZone}` },
        { title: 'expires', value: ({ expiresAt }) => `${showTime(expiresAt, timeZone)} ${timeZone}` },
        { title: 'requests', value: ({ requestIds }) => requestIds?.join(', ') ?? '' },
        { title: 'retry', value: ({ retryable }) => (retryable ? 'possible' : 'no') },
        {
          title: 'problems',
          value: ({ problems }) => problems.map(({ path, message }) => `${path} ${message}`).join('; '),
        },
      ]);
    });
  return withExamples(command, 'failed show live.8f7a6c1e-2d3b-4c5d-9e8f-0a1b2c3d4e5f');
}

function retryCommand(context: Context) {
  const command = new Command('retry')
    .description('send them to their queue again; nothing counts twice')
    .argument('<ids...>')
    .action(async (ids, _, self) => {
      const { ledger, print } = await sessionOf(context, self);
      const retried = async function* () {
        for (const id of ids) {
          await ledger.post('/v1/failed-messages/{id}/retry', { path: { id } });
          yield { id, sent: true };
        }
      };
      await print.list(retried(), [{ title: 'sent again', value: ({ id }) => id }], '');
    });
  return withExamples(command, 'failed retry live.8f7a6c1e-2d3b-4c5d-9e8f-0a1b2c3d4e5f');
}

function removeCommand(context: Context) {
  const command = new Command('remove')
    .description('delete them for ever')
    .argument('<ids...>')
    .addOption(yesOption())
    .action(async (ids, options, self) => {
      const { io, ledger, print } = await sessionOf(context, self);
      await confirmed(
        io,
        options.yes,
        `Delete ${counted(ids.length, 'failed message')} for ever? Their usage will never count.`,
      );
      const removed = async function* () {
        for (const id of ids) {
          await ledger.delete('/v1/failed-messages/{id}', { path: { id } });
          yield { id, deleted: true };
        }
      };
      await print.list(removed(), [{ title: 'deleted', value: ({ id }) => id }], '');
    });
  return withExamples(command, 'failed remove live.8f7a6c1e-2d3b-4c5d-9e8f-0a1b2c3d4e5f --yes');
}
