import { Command } from '@commander-js/extra-typings';
import { ledgerOf } from '../aws/ledger-of.ts';
import { withLedgerOptions } from '../aws/ledger-options.ts';
import { type Context, globalOptions, withExamples, withRange } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { UsageError } from '../errors.ts';
import { counted } from '../output/figures.ts';
import { createPrinter } from '../output/printer.ts';
import { parseRange } from '../range/range.ts';

/** `token-ledger reprice` */
export function repriceCommand(context: Context) {
  const command = new Command('reprice')
    .description(
      'show what the usage of a range costs at the latest prices; with --apply, its statistics use them',
    )
    .option('--apply', 'apply the latest prices; without it, nothing changes')
    .addOption(yesOption());
  const ranged = withLedgerOptions(withRange(command, 'none')).action(async (options, self) => {
    const { io } = context;
    const global = globalOptions(self);
    const print = createPrinter(io, global.json ?? false);
    if ((options.last ?? options.from ?? options.in) === undefined)
      throw new UsageError('Name a range, such as --in "last month".');
    const { formatNanoDollars, iso, previewReprice, reprice } = await import('@token-ledger/core');
    const ledger = await ledgerOf(context, { ...global, ...options });
    const moment = { nowMs: io.nowMs(), timeZone: global.timeZone ?? ledger.timeZone };
    const { from, to } = parseRange(options, moment, {});
    const range = { fromMs: Date.parse(from), toMs: Date.parse(to) };

    print.note(`Pricing ${ledger.description} from ${iso(range.fromMs)} to ${iso(range.toMs)} …`);
    const preview = await previewReprice(ledger, range);
    const rows = [...preview.models]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([model, { before, after }]) => ({
        model,
        requests: String(before.requests),
        before: formatNanoDollars(before.cost),
        after: formatNanoDollars(after.cost),
        change: formatNanoDollars(after.cost - before.cost),
        unpricedBefore: String(before.unpricedRequests),
        unpricedAfter: String(after.unpricedRequests),
      }));
    const right = 'right' as const;
    await print.list(
      rows,
      [
        { title: 'model', value: ({ model }) => model },
        { title: 'requests', value: ({ requests }) => requests, align: right },
        { title: 'before (USD)', value: ({ before }) => before, align: right },
        { title: 'after (USD)', value: ({ after }) => after, align: right },
        { title: 'change (USD)', value: ({ change }) => change, align: right },
        { title: 'unpriced before', value: ({ unpricedBefore }) => unpricedBefore, align: right },
        { title: 'after', value: ({ unpricedAfter }) => unpricedAfter, align: right },
      ],
      'No usage in this range.',
    );
    print.note(
      `${counted(preview.repricedHours, 'hour')} at price book ${preview.revision}. Skipped ${preview.skippedFrozenHours}, because records have expired or soon will.`,
    );
    const unpriced = [...preview.models].filter(([, { after }]) => after.unpricedRequests > 0);
    if (unpriced.length > 0)
      print.note(
        `Still without a price: ${unpriced.map(([model]) => model).join(', ')}. The latest prices have none for these calls, or one that ` +
          'begins after them: add listPrices whose effectiveFrom is no later than the calls, or absent (token-ledger prices set <file>), then run this again.',
      );
    if (!options.apply) return print.note('Nothing was changed. Add --apply to use these prices.');
    await confirmed(io, options.yes, `Change the cost of ${counted(preview.repricedHours, 'hour')}?`);
    const { repricedHours } = await reprice(ledger, range);
    print.note(
      `Repriced ${counted(repricedHours, 'hour')}: in answers from now on, in stored statistics with the next roll-up.`,
    );
  });
  return withExamples(ranged, 'reprice --stage dev --in "this month"', 'reprice --in "this month" --json');
}
