import { formatNanoDollars, iso, previewReprice, type RepricePreview, reprice } from '@token-ledger/core';
import { readArguments, runScript } from '../command-line.ts';
import { LEDGER_OPTIONS, LEDGER_USAGE, RANGE_OPTIONS, RANGE_USAGE, rangeOptions } from './arguments.ts';
import { openLedger } from './open-ledger.ts';

const USAGE = `Shows what a range would cost by the prices made last, and with --apply has its statistics computed by them.
Exit code 0: done. 1: it failed; run it again. 2: it was called wrongly.

npm run reprice -- --stage dev --from 2026-11-01 --to 2026-11-21

${RANGE_USAGE}
  --apply                      change it; without it, nothing is changed
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
    `${preview.repricedHours} hours, ${preview.skippedFrozenHours} left out as their records expire or did. Price book ${preview.revision}.`,
  );
  if (!values.apply) {
    console.log('Nothing was changed. Add --apply to change it.');
    return;
  }
  const { repricedHours } = await reprice(ledger, { fromMs, toMs });
  console.log(
    `${repricedHours} hours are priced anew, in answers at once and in statistics by the next roll-up.`,
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
