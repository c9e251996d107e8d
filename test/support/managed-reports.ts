import type { ReportRequestInput } from '@token-ledger/contract';
import type { PersonPrincipal, Scope } from '@token-ledger/core';
import { createHandler } from '../../functions/manage-reports/handler.ts';
import { answered } from './answered.ts';
import { recordedAudit } from './recorded-audit.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { ReportHarness } from './reports.ts';
import { shownIds } from './shown-ids.ts';

/** A daily report of statistics with all schedule and delivery settings. */
export const REQUEST: ReportRequestInput = {
  title: 'Usage of yesterday',
  what: ['statistics'],
  format: 'csv',
  dimension: 'user',
  statisticsFields: ['from', 'id', 'costUsd'],
  range: 'yesterday',
  schedule: { frequency: 'daily', time: '06:30' },
  delivery: { topic: true, webhook: { url: 'https://hooks.example.com/reports?key=hidden' } },
};

interface Caller {
  readonly scopes?: readonly Scope[];
  readonly person?: PersonPrincipal;
}

/** The API of reports over in-memory stores. */
export class ManagedReports {
  readonly harness: ReportHarness;
  readonly audit = recordedAudit();
  readonly telemetry = recordingTelemetry();
  #ids = 0;
  #secrets = 0;

  constructor(harness = new ReportHarness()) {
    this.harness = harness;
  }

  async call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: `/v1/reports${string}`,
    { body, query, ...caller }: { body?: unknown; query?: Record<string, string> } & Caller = {},
  ) {
    const [, , , id, runs, runId] = path.split('/');
    const route = `/v1/reports${id ? '/{id}' : ''}${runs ? '/runs' : ''}${runId ? '/{runId}' : ''}`;
    const handler = createHandler({
      reports: this.harness.reports,
      start: this.harness.start,
      scheduler: this.harness.scheduler,
      timeZone: 'UTC',
      newId: () => `r${(this.#ids += 1)}`,
      newWebhookSecret: () => `whsec_${(this.#secrets += 1)}`,
      shownIdsOf: shownIds().shownIdsOf,
      audit: this.audit,
      telemetry: this.telemetry,
    });
    return answered(handler, {
      method,
      path: route,
      pathParameters: { ...(id && { id: decodeURIComponent(id) }), ...(runId && { runId }) },
      scopes: ['admin'],
      json: body,
      ...(query && { query }),
      ...caller,
    });
  }

  /** The report r1, created. */
  async create(request: Partial<ReportRequestInput> = {}) {
    return this.call('POST', '/v1/reports', { body: { ...REQUEST, ...request } });
  }
}
