import { Command } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { type Context, limitOption, sessionOf, withExamples } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { named } from '../output/figures.ts';
import { listFirst } from '../output/list-first.ts';
import type { Column } from '../output/printer.ts';
import { readTextFile } from '../read-json-file.ts';
import type { Session } from '../session/session.ts';

type User = components['schemas']['User'];

/** `token-ledger users` */
export function usersCommand(context: Context) {
  return new Command('users')
    .description('names of users, and who is disabled')
    .addCommand(listCommand(context))
    .addCommand(addCommand(context))
    .addCommand(importCommand(context))
    .addCommand(disableCommand(context))
    .addCommand(enableCommand(context));
}

function listCommand(context: Context) {
  const command = new Command('list')
    .description('list registered users')
    .addOption(limitOption(1000))
    .action(async (options, self) => {
      const { ledger, print } = await sessionOf(context, self);
      const columns: readonly Column<User>[] = [
        { title: 'id', value: ({ id }) => id },
        { title: 'name', value: ({ name }) => name },
        { title: 'e-mail', value: ({ email }) => email ?? '' },
        { title: '', value: ({ disabled }) => (disabled ? 'disabled' : ''), format: () => 'yellow' },
      ];
      await listFirst(print, ledger.items('/v1/users', {}), options.limit, columns, 'No user is registered.');
    });
  return withExamples(command, 'users list');
}

function addCommand(context: Context) {
  const command = new Command('add')
    .description('register a user')
    .argument('<id>', 'as records name the user')
    .requiredOption('--name <name>')
    .option('--email <address>')
    .action(async (id, options, self) => {
      const { ledger, print } = await sessionOf(context, self);
      const body = { id, name: options.name, ...(options.email !== undefined && { email: options.email }) };
      const user = await ledger.post('/v1/users', { body });
      await print.one(user, [{ title: 'registered', value: ({ id, name }) => named(id, name) }]);
    });
  return withExamples(command, 'users add u_42 --name Ada --email ada@example.com');
}

function importCommand(context: Context) {
  const command = new Command('import')
    .description(
      'register or change up to 2,000 users of a CSV file with the columns id, name, email, disabled',
    )
    .argument('<file>', '- reads standard input')
    .action(async (file, _, self) => {
      const { io, ledger, print } = await sessionOf(context, self);
      const imported = await ledger.post('/v1/users/import', { body: await readTextFile(io, file) });
      const { created, updated, unchanged, rejected, failed, results } = imported;
      const bad = results.filter(({ status }) => status === 'rejected' || status === 'failed');
      await print.one(imported, [
        { title: 'created', value: () => String(created) },
        { title: 'changed', value: () => String(updated) },
        { title: 'unchanged', value: () => String(unchanged) },
        { title: 'rejected', value: () => String(rejected) },
        { title: 'failed', value: () => String(failed) },
      ]);
      for (const { line, errors = [] } of bad)
        print.note(`line ${line}: ${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
      if (bad.length > 0) context.exitCode = EXIT.problem;
    });
  return withExamples(command, 'users import users.csv');
}

function disableCommand(context: Context) {
  const command = new Command('disable')
    .description('refuse records that name a user from now on; history keeps the name')
    .argument('<id>')
    .addOption(yesOption())
    .action(async (id, options, self) => {
      const session = await sessionOf(context, self);
      await confirmed(
        session.io,
        options.yes,
        `Disable ${id}? Records that name this user are refused within a minute.`,
      );
      await change(session, id, true);
    });
  return withExamples(command, 'users disable u_42 --yes');
}

function enableCommand(context: Context) {
  const command = new Command('enable')
    .description('accept records of a disabled user again')
    .argument('<id>')
    .action(async (id, _, self) => change(await sessionOf(context, self), id, false));
  return withExamples(command, 'users enable u_42');
}

/** By the query, because a path cannot carry every id. A change replaces all fields, so it sends those that stay. */
async function change({ ledger, print }: Session, id: string, disabled: boolean): Promise<void> {
  const { users } = await ledger.get('/v1/users', { query: { id } });
  const [user] = users;
  if (!user)
    throw new CliError(
      `No user ${JSON.stringify(id)} is registered.`,
      'Register it first: token-ledger users add.',
      EXIT.notFound,
    );
  const body = { name: user.name, disabled, ...(user.email !== undefined && { email: user.email }) };
  const changed = await ledger.put('/v1/users', { query: { id }, body });
  await print.one(changed, [
    { title: disabled ? 'disabled' : 'enabled', value: ({ id, name }) => named(id, name) },
  ]);
}
