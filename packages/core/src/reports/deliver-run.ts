import { isFinal } from '../exports/export-job.ts';
import type { ExportStore } from '../exports/export-store.ts';
import type { Clock } from '../time/clock.ts';
import { DeliveryError } from './delivery-error.ts';
import type { Report, ReportChannelName } from './report.ts';
import { outcomeOf, type RunKey, type StoredRun } from './report-run.ts';
import type { ReportChannel, ReportStore, RunNotice, RunQueue, RunStore } from './report-store.ts';

/**
 * Queues the notice of a run that is over, if the export belongs to one. Call it before acknowledging the message that
 * started the export: then it is called at least once.
 */
export async function handOverRun(
  { exports, runs }: { readonly exports: Pick<ExportStore, 'getExport'>; readonly runs: RunQueue },
  exportId: string,
): Promise<void> {
  const job = await exports.getExport(exportId);
  if (job?.reportId !== undefined && isFinal(job))
    await runs.sendRun({ reportId: job.reportId, runId: job.id });
}

export interface DeliverRunDeps {
  readonly reports: Pick<ReportStore, 'getReport'> & Pick<RunStore, 'getRun' | 'settleRun' | 'noteDelivery'>;
  readonly exports: Pick<ExportStore, 'getExport'>;
  readonly channels: readonly ReportChannel[];
  readonly clock: Clock;
}

export interface RunDeliveryReport {
  readonly delivered: readonly ReportChannelName[];
  /** Deliveries to retry; a retry does not repeat deliveries that succeeded. */
  readonly failures: readonly { readonly channel: ReportChannelName; readonly error: unknown }[];
}

const NOTHING_TO_DO: RunDeliveryReport = { delivered: [], failures: [] };
const UNKNOWN_PROBLEM = 'The delivery failed inside the product; an alarm informs the operator.';

/**
 * Stores how the export of a run ended, and delivers that through every channel that has not confirmed it yet. Each
 * confirmation is stored after the delivery, so the delivery is repeated if the function stops in between; receivers
 * detect that by its id.
 */
export async function deliverRun(deps: DeliverRunDeps, key: RunKey): Promise<RunDeliveryReport> {
  const run = await deps.reports.getRun(key);
  // The run expired: it is more than a year old.
  if (!run) return NOTHING_TO_DO;
  const notice = await settle(deps, key, run);
  const report = notice && (await deps.reports.getReport(key.reportId));
  // A deleted report needs no more notices.
  return report ? notify(deps, key, notice, report) : NOTHING_TO_DO;
}

/** Returns nothing if the export was deleted before its outcome was stored. */
async function settle(
  { reports, exports }: DeliverRunDeps,
  key: RunKey,
  run: StoredRun,
): Promise<(RunNotice & { readonly run: StoredRun }) | undefined> {
  const job = await exports.getExport(run.id);
  const outcome = run.outcome ?? (job && outcomeOf(job));
  if (!outcome) {
    if (job && job.status !== 'deleted') throw new Error(`The export of run ${run.id} is not over.`);
    return undefined;
  }
  if (!run.outcome) await reports.settleRun(key, outcome);
  return { run, outcome, ...(job && job.status !== 'deleted' && { job }) };
}

async function notify(
  { reports, channels, clock }: DeliverRunDeps,
  key: RunKey,
  notice: RunNotice & { readonly run: StoredRun },
  report: Report,
): Promise<RunDeliveryReport> {
  const { channels: wanted, deliveries } = notice.run;
  const isMissing = ({ name }: ReportChannel) => {
    const attempt = deliveries[name];
    return wanted.includes(name) && (attempt === undefined || attempt.problem !== undefined);
  };
  const delivered: ReportChannelName[] = [];
  const failures: { channel: ReportChannelName; error: unknown }[] = [];
  // In parallel: a channel that hangs must not delay the others.
  await Promise.all(
    channels.filter(isMissing).map(async (channel) => {
      try {
        if (!(await channel.deliver(notice, report))) return;
        await reports.noteDelivery(key, channel.name, { atMs: clock() });
        delivered.push(channel.name);
      } catch (error) {
        failures.push({ channel: channel.name, error });
        const problem = error instanceof DeliveryError ? error.message : UNKNOWN_PROBLEM;
        await reports.noteDelivery(key, channel.name, { atMs: clock(), problem });
      }
    }),
  );
  return { delivered, failures };
}
