import { Command } from '@commander-js/extra-typings';
import type { ErasureReport } from '@token-ledger/core';
import { ledgerOf } from '../aws/ledger-of.ts';
import { withLedgerOptions } from '../aws/ledger-options.ts';
import { type Context, globalOptions, wholeNumber, withExamples } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { counted } from '../output/figures.ts';
import type { Column, Printer } from '../output/printer.ts';
import { createPrinter } from '../output/printer.ts';

/** Longer than any function takes from reading a record to writing or counting it: the second pass erases what came during the first. */
export const SETTLE_SECONDS = 330;

/** `token-ledger erase-user` */
export function eraseUserCommand(context: Context) {
  const command = withLedgerOptions(
    new Command('erase-user')
      .description('erase a user’s records from the ledger; this cannot be undone')
      .requiredOption('--user <id>', 'the user to erase; stop the user’s producers first')
      .option(
        '--settle-seconds <seconds>',
        'time until the second pass; 0: none, if nothing reports usage meanwhile',
        wholeNumber(0, 3600),
        SETTLE_SECONDS,
      )
      .addOption(yesOption()),
  ).action(async (options, self) => {
    const { io } = context;
    const global = globalOptions(self);
    const print = createPrinter(io, global.json ?? false);
    const { eraseUser } = await import('@token-ledger/core');
    const ledger = await ledgerOf(context, { ...global, ...options });
    await confirmed(
      io,
      options.yes,
      `Erase all records of user ${options.user} in ${ledger.description}? This cannot be undone.`,
    );

    print.note(`Erasing user ${options.user} in ${ledger.description} …`);
    await print.one(await eraseUser(ledger, options.user), fields());
    if (options.settleSeconds > 0) {
      print.note(`Waiting ${counted(options.settleSeconds, 'second')} for functions that were running …`);
      await io.sleep(options.settleSeconds * 1000);
      const second = await eraseUser(ledger, options.user);
      await print.one(second, fields());
      if (second.erasedRecords + second.removedCopies > 0)
        print.warn(
          'The second pass still found records, so usage of this user still arrives. Run this again.',
        );
    }
    noteRemains(print);
  });
  return withExamples(
    command,
    'erase-user --user u_42 --settle-seconds 0 --yes',
    'erase-user --stage dev --user u_42',
  );
}

function fields(): readonly Column<ErasureReport>[] {
  return [
    {
      title: 'records erased',
      value: ({ erasedRecords }) =>
        `${erasedRecords}; their request ids stay taken until they would have expired`,
    },
    { title: 'copies removed', value: ({ removedCopies }) => String(removedCopies) },
    { title: 'quarantined', value: ({ deletedQuarantined }) => `${deletedQuarantined} deleted` },
    {
      title: 'hours repaired',
      value: ({ repairedHours }) => `${repairedHours}; the roll-up recomputes them and their days and months`,
    },
    { title: 'hours frozen', value: ({ frozenHours }) => `${frozenHours} keep the sums of erased records` },
  ];
}

function noteRemains(print: Printer): void {
  print.note(`Still in the deployment:
  statistics of frozen hours and their share of days and months: sums under the user's id, without single calls
  statistics of recomputed hours, days and months: the user's id with a count of zero
  records in queues and dead-letter queues, which will be counted: run this again when the queues are empty
  access keys that the user owns, backups of the tables, and logs`);
}
