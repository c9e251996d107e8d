import { formatNanoDollars, iso, previewReprice, type RepricePreview, reprice } from '@token-ledger/core';
import { readArguments, runScript } from '../command-line.ts';
import { LEDGER_OPTIONS, LEDGER_USAGE, RANGE_OPTIONS, RANGE_USAGE, rangeOptions } from './arguments.ts';
import { openLedger } from './open-ledger.ts';

const USAGE = `Shows what the usage of a range costs at the latest prices. With --apply, its statistics use them.
Exit code 0: done. 1: it failed; run it again. 2: wrong usage.

  npm run reprice -- --stage dev --from 2026-11-01 --to 2026-11-21

${RANGE_USAGE}
  --apply                      apply the latest prices; without it, nothing changes
${LEDGER_USAGE}`;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      ...LEDGER_OPTIONS,
      ...RANGE_OPTIONS,
      apply: { type: 'boolean', default: false },
    },
  });
  const { fromMs, toMs } = rangeOptions(values);
  const ledger = await openLedger(values);

  const range = `${iso(fromMs)} to ${iso(toMs)}`;
  console.log(`Pricing ${ledger.description} from ${range} …`);
  const preview = await previewReprice(ledger, { fromMs, toMs });
  console.table(rowsOf(preview));
  console.log(
    `${preview.repricedHours} hours at price book ${preview.revision}. Skipped ${preview.skippedFrozenHours}, because their records have expired or soon will.`,
  );
  if (!values.apply) {
    console.log('Nothing was changed. Add --apply to use these prices.');
    return;
  }
  const { repricedHours } = await reprice(ledger, { fromMs, toMs });
  console.log(
    `Repriced ${repricedHours} hours: in answers from now on, in stored statistics with the next roll-up.`,
  );
});

function rowsOf({ models }: RepricePreview) {
  return [...models]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([model, { before, after }]) => ({
      model,
      requests: String(before.requests),
      'cost before (USD)': formatNanoDollars(before.cost),
      'after (USD)': formatNanoDollars(after.cost),
      'change (USD)': formatNanoDollars(after.cost - before.cost),
      'unpriced before': String(before.unpricedRequests),
      after: String(after.unpricedRequests),
    }));
}
