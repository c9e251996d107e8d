import { type AuditDifference, type AuditReport, audit, iso } from '@token-ledger/core';
import { readArguments, runScript } from '../command-line.ts';
import { LEDGER_OPTIONS, LEDGER_USAGE, RANGE_OPTIONS, RANGE_USAGE, rangeOptions } from './arguments.ts';
import { openLedger } from './open-ledger.ts';

const USAGE = `Compares raw records with their copies, copies with the statistics of hours, hours with days, and days with months.
Exit code 0: everything agrees. 1: something differs, or the audit failed. 2: wrong usage.

  npm run audit -- --stage dev --from 2026-11-01 --to 2026-11-21

${RANGE_USAGE}
  --repair                     repair records, and mark differing statistics for the roll-up; then audit again
${LEDGER_USAGE}`;

/** Enough to recognize the kind of problem. */
const SHOWN_DIFFERENCES = 20;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      ...LEDGER_OPTIONS,
      ...RANGE_OPTIONS,
      repair: { type: 'boolean', default: false },
    },
  });
  const { fromMs, toMs } = rangeOptions(values);
  const ledger = await openLedger(values);

  console.log(`Auditing ${ledger.description} from ${iso(fromMs)} to ${iso(toMs)} …`);
  let shown = 0;
  const report = await audit(ledger, {
    fromMs,
    toMs,
    repair: values.repair,
    onDifference: (difference) => {
      shown += 1;
      if (shown <= SHOWN_DIFFERENCES) console.log(`  differs  ${describe(difference)}`);
    },
  });
  for (const line of summarize(report)) console.log(line);
  return report.differences === 0 ? 0 : 1;
});

function summarize({
  comparedHours,
  pending,
  frozenSkipped,
  differences,
  first,
  repaired,
}: AuditReport): readonly string[] {
  return [
    `Compared ${comparedHours} hours. Skipped ${frozenSkipped}, because their records have expired or soon will.`,
    ...(pending.length > 0
      ? [`Not compared, because they wait for the roll-up: ${pending.map(({ id }) => id).join(', ')}`]
      : []),
    first ? `Found ${differences} differences. The first: ${describe(first)}` : 'Everything agrees.',
    ...(repaired && first
      ? [
          `Repaired ${repaired.records} records. Marked ${repaired.markedBuckets} hours, days or months for the roll-up.`,
        ]
      : []),
  ];
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
