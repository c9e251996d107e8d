import { setTimeout as sleep } from 'node:timers/promises';
import { type ErasureReport, eraseUser } from '@token-ledger/core';
import { readArguments, required, runScript, wholeNumberOption } from '../command-line.ts';
import { LEDGER_OPTIONS, LEDGER_USAGE } from './arguments.ts';
import { openLedger } from './open-ledger.ts';

const USAGE = `Erases what the ledger holds of a user's calls. It cannot be undone. Stop the user's producers first.

npm run erase-user -- --stage dev --user u_42

  --user <id>                  whose calls
  --settle-seconds <seconds>   how long to wait before the second pass, for functions that were at work during the first:
                               330 if left out, which is longer than any of them may run
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
  console.log(`Waiting ${settleSeconds} seconds for what was under way meanwhile …`);
  await sleep(settleSeconds * 1000);
  const second = await eraseUser(ledger, userId);
  console.log(describe(second));
  console.log(remains(first, second));
});

function describe(report: ErasureReport): string {
  return [
    `  ${report.erasedRecords} records erased; their request ids stay taken until they would have expired`,
    `  ${report.removedCopies} copies removed from segments`,
    `  ${report.deletedQuarantined} quarantined records deleted`,
    `  ${report.repairedHours} hours marked: the roll-up recomputes them, their days and months`,
    `  ${report.frozenHours} hours whose records were erased, but whose statistics are frozen`,
  ].join('\n');
}

function remains(...passes: readonly ErasureReport[]): string {
  const found = passes.at(-1);
  const again =
    found && found.erasedRecords + found.removedCopies > 0
      ? '\nThe second pass still found records: the user is still in use, or was until just now. Run this again.'
      : '';
  return `What remains of the user:
  statistics of frozen hours, and what they contribute to their days and months: sums under the user's id, without single calls
  statistics items of recomputed hours, days and months: the user's id with a count of zero
  records still in a queue or a dead-letter queue, which count once they arrive: run this again when the queues are empty
  access keys that the user owns, backups of the tables, and logs${again}`;
}
