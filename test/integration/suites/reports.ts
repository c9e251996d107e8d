import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, ResourceNotFoundException, SchedulerClient } from '@aws-sdk/client-scheduler';
import { describe, expect, it } from '@jest/globals';
import type {
  ExportResponse,
  ReportRequestInput,
  ReportResponse,
  ReportRunResponse,
  ReportRunsResponse,
} from '@token-ledger/contract';
import { parse } from 'csv-parse/sync';
import { invoke } from '../../../scripts/local/roll-up.ts';
import { waitFor } from '../../support/wait-for.ts';
import { subscribeQueue } from '../support/alarm-subscription.ts';
import { call, postRecords, waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { newUser, record } from '../support/records.ts';

export function describeReports(): void {
  describe('a report', () => {
    it('runs at once, with its files, its history and a message to people', async () => {
      const { outputs } = await deployedProduct();
      const nextText = await subscribeQueue(outputs['ReportTopicArn'] ?? '', 'report-subscription');
      const userId = newUser();
      // The range of a run ends with the last full second.
      const occurredAt = Date.now() - 2000;
      await postRecords(Array.from({ length: 5 }, () => ({ ...record(userId), occurredAt })));
      const usage = await waitForUsage(userId, 5);
      // Longer ranges are slow to read in the emulator; a day may have ended in between.
      const report = await create({ ...reportOf(userId), range: 'this_week' });

      const { status, body: run } = await call<ReportRunResponse>('POST', `/v1/reports/${report.id}/runs`);
      expect([status, run.status, run.exportId]).toEqual([202, 'queued', run.id]);
      const ended = await endOf(run, ({ deliveries }) => deliveries.some(({ deliveredAt }) => deliveredAt));
      expect(ended).toMatchObject({
        status: 'finished',
        files: [{ what: 'records', rows: 5, requests: 5, totalTokens: Number(usage.total) }],
        deliveries: [
          { channel: 'topic', deliveredAt: expect.any(String) },
          { channel: 'webhook', problem: 'The host of the webhook has an address that is not public.' },
        ],
      });
      const { body: made } = await call<ExportResponse>('GET', `/v1/exports/${run.exportId}`);
      expect(made.reportId).toBe(report.id);
      const text = await nextText();
      expect(text).toContain(`report_${report.id}_${run.id}`);
      const link = /https?:\/\/\S+records\S+/.exec(text)?.[0];
      for (const url of [made.files[0]?.link?.url, link?.replaceAll('\\n', '\n').split('\n')[0]]) {
        const rows = parse(await (await fetch(url ?? '')).text(), { columns: true }) as { userId: string }[];
        expect(rows.map((row) => row.userId)).toEqual(Array.from({ length: 5 }, () => userId));
      }
      const { body: history } = await call<ReportRunsResponse>('GET', `/v1/reports/${report.id}/runs`);
      expect(history.runs.map(({ id }) => id)).toEqual([run.id]);
      expect((await call('DELETE', `/v1/reports/${report.id}`)).status).toBe(204);
    });

    it('runs by its schedule, once for each time, until it is deleted', async () => {
      const schedule = { frequency: 'monthly', dayOfMonth: 28, time: '06:30' } as const;
      const report = await create({ ...reportOf(newUser()), schedule });
      const stored = await scheduleOf(report.id);
      expect(stored).toMatchObject({
        ScheduleExpression: 'cron(30 6 28 * ? *)',
        ScheduleExpressionTimezone: (await deployedProduct()).outputs['ReportingTimeZone'],
      });

      const changed = { ...schedule, time: '07:45' };
      await call('PUT', `/v1/reports/${report.id}`, { ...reportOf('u'), schedule: changed });
      // The first schedule's message, which arrives after the change.
      expect(await runReport(stored?.Target?.Input)).toEqual({ kind: 'replaced' });
      const input = (await scheduleOf(report.id))?.Target?.Input;
      expect(JSON.parse(input ?? '')).toMatchObject({ reportId: report.id, schedule: changed });

      const [first, second] = await Promise.all([runReport(input), runReport(input)]);
      expect(second).toEqual(first);
      const { runs } = (await call<ReportRunsResponse>('GET', `/v1/reports/${report.id}/runs`)).body;
      expect(runs).toMatchObject([
        {
          startedBy: { kind: 'schedule', scheduledAt: `${DUE_DAY}T07:45:00.000Z` },
          range: { name: 'yesterday' },
        },
      ]);
      const ended = await endOf(runs[0] as ReportRunResponse, ({ endedAt }) => endedAt !== undefined);
      expect(ended.status).toBe('finished');

      expect(await runReport('{"repairSchedules": true}')).toMatchObject({ kind: 'repaired', repaired: [] });
      expect((await call('DELETE', `/v1/reports/${report.id}`)).status).toBe(204);
      expect(await scheduleOf(report.id)).toBeUndefined();
      expect(await runReport(input)).toEqual({ kind: 'removed' });
    });
  });
}

/** The 28th of the latest month that is over. */
const DUE_DAY = latest28th(new Date()).toISOString().slice(0, 10);

function latest28th(now: Date): Date {
  const month = now.getUTCMonth() - (now.getUTCDate() > 28 ? 0 : 1);
  return new Date(Date.UTC(now.getUTCFullYear(), month, 28));
}

/** Notifies the topic, and a webhook that must not be called. */
function reportOf(userId: string): ReportRequestInput {
  return {
    title: 'test',
    range: 'yesterday',
    filter: { userId },
    recordFields: ['requestId', 'userId', 'totalTokens'],
    delivery: { topic: true, webhook: { url: 'https://localhost/hook' } },
  };
}

async function create(body: ReportRequestInput): Promise<ReportResponse> {
  const { status, body: report } = await call<ReportResponse>('POST', '/v1/reports', body);
  expect([status, report.delivery.webhook?.secret]).toEqual([201, expect.stringMatching(/^whsec_/)]);
  return report;
}

async function endOf(
  { id, reportId }: ReportRunResponse,
  isOver: (run: ReportRunResponse) => boolean,
): Promise<ReportRunResponse> {
  return waitFor('the run to be over', async () => {
    const { body } = await call<ReportRunResponse>('GET', `/v1/reports/${reportId}/runs/${id}`);
    return isOver(body) ? body : undefined;
  });
}

async function scheduleOf(reportId: string) {
  const { outputs } = await deployedProduct();
  const GroupName = `token-ledger-${outputs['Stage']}-reports`;
  try {
    return await new SchedulerClient().send(new GetScheduleCommand({ Name: reportId, GroupName }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Starts the function like a schedule at a chosen time; the emulator itself does not say when that was. */
function runReport(input = ''): Promise<unknown> {
  const event = input.replace('<aws.scheduler.scheduled-time>', `${DUE_DAY}T07:45:00Z`);
  return invoke(new LambdaClient(), 'run-report', event);
}
