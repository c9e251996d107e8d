import { setTimeout as sleep } from 'node:timers/promises';
import { type ErasureReport, eraseUser } from '@token-ledger/core';
import { readArguments, required, runScript, wholeNumberOption } from '../command-line.ts';
import { LEDGER_OPTIONS, LEDGER_USAGE } from './arguments.ts';
import { openLedger } from './open-ledger.ts';

const USAGE = `Erases a user's records from the ledger. This cannot be undone. Stop the user's producers first.
Exit code 0: done. 1: it failed; run it again. 2: wrong usage.

  npm run erase-user -- --stage dev --user u_42

  --user <id>                  the user to erase
  --settle-seconds <seconds>   time between two passes; the second erases what functions wrote during the first (default
                               330, longer than any of them can run)
${LEDGER_USAGE}`;

const DEFAULT_SETTLE_SECONDS = '330';

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      ...LEDGER_OPTIONS,
      user: { type: 'string' },
      'settle-seconds': { type: 'string', default: DEFAULT_SETTLE_SECONDS },
    },
  });
  const userId = required('user', values.user);
  const settleSeconds = wholeNumberOption('settle-seconds', values['settle-seconds'], 0, 3600);
  const ledger = await openLedger(values);

  console.log(`Erasing user ${userId} in ${ledger.description} …`);
  const first = await eraseUser(ledger, userId);
  console.log(describe(first));
  console.log(`Waiting ${settleSeconds} seconds for functions that were running …`);
  await sleep(settleSeconds * 1000);
  const second = await eraseUser(ledger, userId);
  console.log(describe(second));
  console.log(remains(first, second));
});

function describe(report: ErasureReport): string {
  return [
    `  ${report.erasedRecords} records erased; their request ids stay taken until the records would have expired`,
    `  ${report.removedCopies} copies removed from segments`,
    `  ${report.deletedQuarantined} quarantined records deleted`,
    `  ${report.repairedHours} hours marked for the roll-up, which recomputes them and their days and months`,
    `  ${report.frozenHours} hours with erased records whose statistics are frozen and keep the sums`,
  ].join('\n');
}

function remains(...passes: readonly ErasureReport[]): string {
  const found = passes.at(-1);
  const again =
    found && found.erasedRecords + found.removedCopies > 0
      ? '\nThe second pass still found records, so usage of this user still arrives. Run this again.'
      : '';
  return `Still in the deployment:
  statistics of frozen hours and their share of days and months: sums under the user's id, without single calls
  statistics of recomputed hours, days and months: the user's id with a count of zero
  records in queues and dead-letter queues, which will be counted: run this again when the queues are empty
  access keys that the user owns, backups of the tables, and logs${again}`;
}
