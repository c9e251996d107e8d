import { Command } from '@commander-js/extra-typings';
import type { AuditDifference, AuditReport } from '@token-ledger/core';
import { ledgerOf } from '../aws/ledger-of.ts';
import { withLedgerOptions } from '../aws/ledger-options.ts';
import { type Context, globalOptions, withExamples, withRange } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from '../output/figures.ts';
import { createPrinter, type Printer } from '../output/printer.ts';
import { parseRange } from '../range/range.ts';

/** Enough to recognize the kind of problem. */
const SHOWN_DIFFERENCES = 20;

/** `token-ledger audit-ledger` */
export function auditLedgerCommand(context: Context) {
  const command = new Command('audit-ledger')
    .description('compare records, copies and statistics, cell by cell; exit code 1 if something differs')
    .option('--repair', 'repair records, and mark differing statistics for the roll-up')
    .addOption(yesOption());
  const ranged = withLedgerOptions(withRange(command, '7d')).action(async (options, self) => {
    const { io } = context;
    const global = globalOptions(self);
    const print = createPrinter(io, global.json ?? false);
    const { repair = false } = options;
    if (repair)
      await confirmed(
        io,
        options.yes,
        'Repairing changes statistics that count more than their records. Have you read the audit without --repair?',
      );
    const { audit, iso } = await import('@token-ledger/core');
    const ledger = await ledgerOf(context, { ...global, ...options });
    const moment = { nowMs: io.nowMs(), timeZone: global.timeZone ?? ledger.timeZone };
    const range = parseRange(options, moment, { last: '7d' });
    const [fromMs, toMs] = [Date.parse(range.from), Date.parse(range.to)];

    print.note(`Auditing ${ledger.description} from ${iso(fromMs)} to ${iso(toMs)} …`);
    const shown: AuditDifference[] = [];
    const report = await audit(ledger, {
      fromMs,
      toMs,
      repair,
      onDifference: (difference) => {
        if (shown.length < SHOWN_DIFFERENCES) shown.push(difference);
      },
    });
    if (report.differences > 0) context.exitCode = EXIT.problem;
    await show(print, report, shown);
  });
  return withExamples(ranged, 'audit-ledger --stage dev --last 7d', 'audit-ledger --last 24h --json');
}

async function show(
  print: Printer,
  report: AuditReport,
  differences: readonly AuditDifference[],
): Promise<void> {
  const { comparedHours, frozenSkipped, pending, repaired } = report;
  const answer = {
    ...report,
    pending: pending.map(({ id }) => id),
    differences: report.differences,
    shown: differences,
  };
  if (!print.json)
    for (const difference of differences)
      await print.line(print.paint('red', `differs  ${describe(difference)}`));
  await print.one(answer, [
    { title: 'compared', value: () => counted(comparedHours, 'hour') },
    {
      title: 'skipped',
      value: () => `${counted(frozenSkipped, 'hour')}, because records have expired or soon will`,
    },
    {
      title: 'pending',
      value: ({ pending }) => (pending.length > 0 ? `${pending.join(', ')}: they wait for the roll-up` : ''),
    },
    {
      title: 'result',
      value: ({ differences, first }) =>
        first ? `${counted(differences, 'difference')}. The first: ${describe(first)}` : 'Everything agrees.',
      format: ({ differences }) => (differences === 0 ? 'green' : 'red'),
    },
    {
      title: 'repaired',
      value: ({ first }) =>
        repaired && first
          ? `${counted(repaired.records, 'record')}; hours, days and months that wait for the roll-up: ${repaired.markedBuckets}`
          : '',
    },
  ]);
}

/** For example `hour 2026112114, user u_1, model m, feature f, cacheRead: expected 50, found 51`. */
function describe(difference: AuditDifference): string {
  const { where, bucket, requestId, dimension, id, model, feature, measure, expected, found } = difference;
  const place = [
    `${where} ${where === bucket.period ? '' : `of ${bucket.period} `}${bucket.id}`,
    requestId !== undefined && `request ${requestId}`,
    dimension !== undefined && [dimension, id ?? '(sum)'].join(' '),
    model !== undefined && `model ${model}`,
    feature !== undefined && `feature ${feature}`,
    measure,
  ];
  return `${place.filter(Boolean).join(', ')}: expected ${expected}, found ${found}`;
}
