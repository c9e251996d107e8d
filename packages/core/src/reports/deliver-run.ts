import { isFinal } from '../exports/export-job.ts';
import type { ExportStore } from '../exports/export-store.ts';
import type { Clock } from '../time/clock.ts';
import { DeliveryError } from './delivery-error.ts';
import type { Report, ReportChannelName } from './report.ts';
import { outcomeOf, type RunKey, type StoredRun } from './report-run.ts';
import type { ReportChannel, ReportStore, RunNotice, RunQueue, RunStore } from './report-store.ts';

/**
 * Has the end of a run told, if an export is one of a run and over. To be called before the message is acknowledged that had
 * the export written: then it may be called twice, but not never.
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
  /** To be tried again; what is delivered is not repeated then. */
  readonly failures: readonly { readonly channel: ReportChannelName; readonly error: unknown }[];
}

const NOTHING_TO_DO: RunDeliveryReport = { delivered: [], failures: [] };
const UNKNOWN_PROBLEM = 'It failed within the product; the operator was told.';

/**
 * Keeps how the export of a run ended, and tells so by every channel that has not confirmed it yet. Each confirmation is
 * stored after the delivery, so a delivery is repeated if the function dies in between: receivers tell by its id.
 */
export async function deliverRun(deps: DeliverRunDeps, key: RunKey): Promise<RunDeliveryReport> {
  const run = await deps.reports.getRun(key);
  // Expired: more than a year old.
  if (!run) return NOTHING_TO_DO;
  const notice = await settle(deps, key, run);
  const report = notice && (await deps.reports.getReport(key.reportId));
  // Whoever deletes a report wants to hear no more of it.
  return report ? tell(deps, key, notice, report) : NOTHING_TO_DO;
}

/** Nothing is told of an export that somebody deleted before its end was noted. */
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

async function tell(
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
  // Side by side: one that hangs must not keep the others waiting.
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
