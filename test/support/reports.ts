import {
  Calendar,
  type DeliverRunDeps,
  type ExportTemplate,
  type PersonPrincipal,
  type Principal,
  type Report,
  type ReportChannel,
  type ReportRun,
  type ReportSchedule,
  type RunKey,
  type StartRunDeps,
} from '@token-ledger/core';
import {
  InMemoryExportStore,
  InMemoryReportScheduler,
  InMemoryReportStore,
  type Step,
} from '@token-ledger/in-memory';
import { DEFINITION } from './exports.ts';
import { NOON } from './records.ts';

const { fromMs: _from, toMs: _to, ...template } = DEFINITION;
export const TEMPLATE: ExportTemplate = template;

const ADMIN: Principal = { kind: 'access_key', accessKeyId: 'ak_admin', scopes: ['admin'] };
export const VIEWER: PersonPrincipal = { kind: 'person', subject: 'sub_1', role: 'viewer' };
export const DAILY: ReportSchedule = { frequency: 'daily', time: '06:30' };
/** When `DAILY` is due on the day of `NOON`. */
export const DUE = NOON - 5.5 * 3_600_000;
export const REPORT_WEBHOOK = {
  url: 'https://hooks.example.com/reports?key=hidden',
  secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
};

export function newReport(overrides: Partial<Report> = {}): Report {
  return {
    id: 'r1',
    title: 'Usage of yesterday',
    template: TEMPLATE,
    range: 'yesterday',
    schedule: DAILY,
    delivery: { topic: true, webhook: REPORT_WEBHOOK },
    savedBy: ADMIN,
    revision: 1,
    createdAtMs: NOON,
    updatedAtMs: NOON,
    ...overrides,
  };
}

export function newRun(overrides: Partial<ReportRun> = {}): ReportRun {
  return {
    id: 'run1',
    reportId: 'r1',
    title: 'Usage of yesterday',
    format: 'csv',
    range: 'yesterday',
    fromMs: NOON - 36 * 3_600_000,
    toMs: NOON - 12 * 3_600_000,
    startedAtMs: NOON,
    startedBy: { kind: 'schedule', scheduledAtMs: DUE },
    channels: ['topic', 'webhook'],
    ...overrides,
  };
}

export const keyOf = ({ reportId, id }: Pick<ReportRun, 'reportId' | 'id'>): RunKey => ({
  reportId,
  runId: id,
});

/** In-memory reports, with everything that running them needs. */
export class ReportHarness {
  nowMs = NOON;
  readonly exports: InMemoryExportStore;
  readonly reports: InMemoryReportStore;
  readonly scheduler: InMemoryReportScheduler;
  /** Ids of exports whose messages were sent. */
  readonly sent: string[] = [];
  readonly start: StartRunDeps;
  #ids = 0;

  constructor(step: Step = async (_, effect) => effect(), timeZone = 'UTC') {
    this.exports = new InMemoryExportStore({ step });
    this.reports = new InMemoryReportStore({ step, exports: this.exports });
    this.scheduler = new InMemoryReportScheduler({ step });
    this.start = {
      runs: this.reports,
      exports: this.exports,
      queue: { send: (id) => step('send', () => void this.sent.push(id)) },
      clock: () => this.nowMs,
      // After the ids of scheduled runs of the same time.
      newId: () => `${this.nowMs}-z${(this.#ids += 1)}`,
      scheduledRunId: (reportId, scheduledAtMs) => `${scheduledAtMs}-${reportId}`,
      calendar: new Calendar(timeZone),
      exportRetentionDays: 7,
    };
  }

  get schedule() {
    return { reports: this.reports, scheduler: this.scheduler, start: this.start };
  }

  deliver(channels: readonly ReportChannel[]): DeliverRunDeps {
    return { reports: this.reports, exports: this.exports, channels, clock: () => this.nowMs };
  }

  /** Simulates that write-export finished the export of a run, or gave up. */
  async end(runId: string, status: 'finished' | 'failed' = 'finished'): Promise<void> {
    const job = await this.exports.getExport(runId);
    if (!job) throw new Error(`There is no export ${runId}.`);
    const files = job.files.map((file) => ({ ...file, stage: 'finished', key: `${runId}/file` }) as const);
    await this.exports.replaceExport(
      {
        ...job,
        version: job.version + 1,
        status,
        updatedAtMs: this.nowMs,
        ...(status === 'failed' && { failure: 'too_large' as const }),
        ...(status === 'finished' && { files: files.map((file) => ({ ...file, rows: 3, bytes: 99 })) }),
      },
      job.version,
    );
  }
}
