import { Command, Option } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { type Context, limitOption, names, sessionOf, wholeNumber, withExamples } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { UsageError } from '../errors.ts';
import { named } from '../output/figures.ts';
import { listFirst } from '../output/list-first.ts';
import type { Column, Printer } from '../output/printer.ts';
import { showTime } from '../range/range.ts';
import type { Session } from '../session/session.ts';

type AccessKey = components['schemas']['AccessKey'];
type Issued = components['schemas']['IssuedAccessKey'];
type Scope = AccessKey['scopes'][number];

/** Not imported from the domain, whose modules take longer to load than the answer. */
const SCOPES = [
  'ingest',
  'ingest:users',
  'ingest:any',
  'read:own',
  'read',
  'admin',
] as const satisfies readonly Scope[];

/** `token-ledger keys` */
export function keysCommand(context: Context) {
  return new Command('keys')
    .description('access keys of machines')
    .addCommand(listCommand(context))
    .addCommand(createCommand(context))
    .addCommand(rotateCommand(context))
    .addCommand(disableCommand(context))
    .addCommand(enableCommand(context));
}

function listCommand(context: Context) {
  const command = new Command('list')
    .description('list access keys, without their secrets')
    .addOption(limitOption(1000))
    .action(async (options, self) => {
      const { ledger, print, timeZone } = await sessionOf(context, self);
      const columns: readonly Column<AccessKey>[] = [
        { title: 'id', value: ({ id }) => id },
        { title: 'name', value: ({ name }) => name },
        { title: 'scopes', value: ({ scopes }) => scopes.join(', ') },
        { title: 'owner', value: ({ ownerUserId, ownerName }) => ownerName ?? ownerUserId ?? '' },
        { title: `last used (${timeZone})`, value: ({ lastUsedHour }) => showTime(lastUsedHour, timeZone) },
        { title: '', value: ({ disabled }) => (disabled ? 'disabled' : ''), format: () => 'yellow' },
      ];
      await listFirst(
        print,
        ledger.items('/v1/access-keys', {}),
        options.limit,
        columns,
        'There are no access keys.',
      );
    });
  return withExamples(command, 'keys list');
}

function createCommand(context: Context) {
  const command = new Command('create')
    .description('create an access key, and show it once')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--scopes <scopes>', `one or more of ${SCOPES.join(', ')}, separated by commas`, names)
    .option('--owner <id>', 'the user whose usage it reports, and reads with the scope read:own')
    .addOption(
      new Option(
        '--stage <name>',
        'write it into the tables of this stage, with AWS credentials: for the first key',
      ),
    )
    .action(async (options, self) => {
      const body = {
        name: options.name,
        scopes: scopesOf(options.scopes),
        ...(options.owner !== undefined && { ownerUserId: options.owner }),
      };
      if (options.stage !== undefined) {
        const { createKeyInTable } = await import('../aws/create-key-in-table.ts');
        const { print, created } = await createKeyInTable(context.io, self, options.stage, body);
        return showSecret(print, created);
      }
      const { ledger, print } = await sessionOf(context, self);
      await showSecret(print, await ledger.post('/v1/access-keys', { body }));
    });
  return withExamples(
    command,
    'keys create --name "search service" --scopes ingest,read',
    'keys create --name laptops --scopes ingest:users --json',
  );
}

function rotateCommand(context: Context) {
  const command = new Command('rotate')
    .description('make a new secret; the old one stays valid for a while')
    .argument('<id>')
    .option(
      '--overlap <seconds>',
      'how long the old secret stays valid; 0 for one that leaked',
      wholeNumber(0, 604_800),
      86_400,
    )
    .action(async (id, options, self) => {
      const { ledger, print } = await sessionOf(context, self);
      const body = { overlapSeconds: options.overlap };
      await showSecret(print, await ledger.post('/v1/access-keys/{id}/rotate', { path: { id }, body }));
    });
  return withExamples(command, 'keys rotate ak_01M80KJ8Z66507EF969MFWG8F2 --overlap 3600');
}

function disableCommand(context: Context) {
  const command = new Command('disable')
    .description('refuse a key from now on; history keeps its name')
    .argument('<id>')
    .addOption(yesOption())
    .action(async (id, options, self) => {
      const session = await sessionOf(context, self);
      await confirmed(
        session.io,
        options.yes,
        `Disable ${id}? Programs that use it are refused within 30 seconds.`,
      );
      await change(session, id, true);
    });
  return withExamples(command, 'keys disable ak_01M80KJ8Z66507EF969MFWG8F2 --yes');
}

function enableCommand(context: Context) {
  const command = new Command('enable')
    .description('accept a disabled key again')
    .argument('<id>')
    .action(async (id, _, self) => change(await sessionOf(context, self), id, false));
  return withExamples(command, 'keys enable ak_01M80KJ8Z66507EF969MFWG8F2');
}

/** A change replaces all fields, so it sends those that stay. */
async function change({ ledger, print }: Session, id: string, disabled: boolean): Promise<void> {
  const { name, scopes, ownerUserId } = await ledger.get('/v1/access-keys/{id}', { path: { id } });
  const body = { name, scopes, disabled, ...(ownerUserId !== undefined && { ownerUserId }) };
  const changed = await ledger.put('/v1/access-keys/{id}', { path: { id }, body });
  await print.one(changed, [
    { title: disabled ? 'disabled' : 'enabled', value: ({ id, name }) => named(id, name) },
  ]);
}

/** The key alone on standard output, so that a script can take it. */
async function showSecret(
  print: Printer,
  issued: Pick<Issued, 'id' | 'name' | 'scopes' | 'accessKey' | 'previousValidUntil'>,
) {
  await print.one(issued, []);
  await print.line(issued.accessKey);
  print.note(
    `${named(issued.id, issued.name)}: ${issued.scopes.join(', ')}. Store the key now: only its hash is kept.`,
  );
  if (issued.previousValidUntil !== undefined)
    print.note(`The old secret is valid until ${issued.previousValidUntil}.`);
}

function scopesOf(given: readonly string[]): Scope[] {
  const unknown = given.find((name) => !SCOPES.some((scope) => scope === name));
  if (unknown !== undefined || given.length === 0)
    throw new UsageError(
      `--scopes has ${JSON.stringify(unknown ?? '')}; it must be one or more of ${SCOPES.join(', ')}.`,
    );
  return SCOPES.filter((scope) => given.includes(scope));
}
