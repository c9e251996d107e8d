import { createServer, request } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { reportEventDetailSchema } from '@token-ledger/contract';
import { type Report, type RunKey, runScheduled } from '@token-ledger/core';
import { InMemoryBudgetStore } from '@token-ledger/in-memory';
import { Webhook } from 'standardwebhooks';
import { createHandler } from '../../functions/deliver-notifications/handler.ts';
import { reportTopicChannel } from '../../functions/deliver-notifications/report-topic-channel.ts';
import { reportWebhookChannel } from '../../functions/deliver-notifications/report-webhook-channel.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { DUE, newReport, REPORT_WEBHOOK, ReportHarness } from '../support/reports.ts';
import { sqsEvent } from '../support/sqs-event.ts';

const RUN_ID = `${DUE}-r1`;
const KEY: RunKey = { reportId: 'r1', runId: RUN_ID };
const DELIVERY_ID = `report_r1_${RUN_ID}`;

describe('deliver-notifications, of a run of a report', () => {
  let harness: ReportHarness;
  let messages: { readonly subject: string; readonly text: string; readonly attributes: object }[];
  let received: { readonly headers: Record<string, string>; readonly body: string }[];
  let status: number;

  beforeEach(() => {
    harness = new ReportHarness();
    [messages, received, status] = [[], [], 204];
  });

  async function run(report: Partial<Report> = {}, end: 'finished' | 'failed' = 'finished') {
    await harness.reports.createReport(newReport(report));
    await runScheduled(harness.start, newReport(report), DUE);
    await harness.end(RUN_ID, end);
  }

  /** Delivers messages, with webhooks to a receiver on loopback. */
  async function deliver(...bodies: unknown[]) {
    const server = createServer((message, response) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        received.push({ headers: message.headers as never, body: Buffer.concat(chunks).toString() });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const clock = () => harness.nowMs;
    const links = {
      linkTo: async (key: string, seconds: number) => `https://files/${key}?${seconds}`,
      clock,
    };
    const telemetry = recordingTelemetry();
    const handler = createHandler({
      alerts: { store: new InMemoryBudgetStore(), channels: [], clock },
      runs: harness.deliver([
        reportTopicChannel({ ...links, publish: async (message) => void messages.push(message) }),
        reportWebhookChannel({
          ...links,
          clock,
          isAllowedAddress: () => true,
          resolve: async () => [{ address: '127.0.0.1', family: 4 }],
          request: (options) => request({ ...options, port }),
        }),
      ]),
      putEvents: async () => undefined,
      telemetry,
    });
    const { batchItemFailures } = await handler(sqsEvent(...bodies));
    server.closeAllConnections();
    server.close();
    return { telemetry, failed: batchItemFailures.length };
  }
  const message = { v: 1, run: KEY };
  const deliveries = async () => (await harness.reports.getRun(KEY))?.deliveries;

  it('sends people the title, the totals and the path to the files', async () => {
    await run({ delivery: { topic: true } });
    const { telemetry, failed } = await deliver(message);
    expect([failed, telemetry.counts, received]).toEqual([0, { NotificationsDelivered: 1 }, []]);
    expect(messages).toEqual([
      {
        subject: 'Token Ledger report: Usage of yesterday',
        attributes: { deliveryId: DELIVERY_ID, reportId: 'r1', status: 'finished' },
        text: [
          'The report "Usage of yesterday" is ready.',
          '',
          'Range: 2026-11-20T00:00:00.000Z to 2026-11-21T00:00:00.000Z (yesterday)',
          'Run: by schedule, due 2026-11-21T06:30:00.000Z',
          '',
          'records-20261120-20261121.ndjson: 3 rows, 0 requests, 0 tokens, 0 USD',
          'Download until 2026-11-21T12:15:00.000Z, by anybody who has this link:',
          `https://files/${RUN_ID}/file?900`,
          '',
          `New links until 2026-11-28T12:00:00.000Z, with an access key or a sign-in: GET /v1/exports/${RUN_ID}`,
          `This run in the API: GET /v1/reports/r1/runs/${RUN_ID}`,
          `Delivery: ${DELIVERY_ID}`,
        ].join('\n'),
      },
    ]);
    expect(await deliveries()).toEqual({ topic: { atMs: harness.nowMs } });
  });

  it('sends a webhook the same, signed so that the reference implementation verifies it', async () => {
    harness.nowMs = Date.now();
    await run();
    await deliver(message);
    const [{ headers, body }] = received as [(typeof received)[0]];
    expect(headers['webhook-id']).toBe(DELIVERY_ID);
    const verified = new Webhook(REPORT_WEBHOOK.secret).verify(body, headers) as Record<string, unknown>;
    expect(verified['type']).toBe('report.finished');
    expect(reportEventDetailSchema.parse(verified['data'])).toMatchObject({
      deliveryId: DELIVERY_ID,
      status: 'finished',
      report: { id: 'r1', title: 'Usage of yesterday' },
      run: { id: RUN_ID, path: `/v1/reports/r1/runs/${RUN_ID}` },
      export: { id: RUN_ID, path: `/v1/exports/${RUN_ID}` },
      files: [{ rows: 3, link: { url: `https://files/${RUN_ID}/file?900` } }],
    });
  });

  it('says that and why the run failed, without links', async () => {
    await run({ title: 'Süche' }, 'failed');
    await deliver(message);
    expect(messages[0]?.subject).toBe('Token Ledger report FAILED: S?che');
    expect(messages[0]?.text).toContain('failed: A file has at most 40 GB.');
    expect(messages[0]?.text).not.toMatch(/https:|rows/);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      type: 'report.failed',
      data: { status: 'failed', failure: { code: 'too_large' } },
    });
  });

  it('repeats only unconfirmed deliveries, under the same id, and keeps the reason', async () => {
    await run();
    status = 503;
    const first = await deliver(message);
    expect([first.failed, first.telemetry.counts]).toEqual([
      1,
      { NotificationsDelivered: 1, NotificationDeliveriesFailed: 1 },
    ]);
    expect(JSON.stringify(first.telemetry.lines)).not.toMatch(/whsec_|hooks\.example\.com/);
    expect(await deliveries()).toMatchObject({
      topic: { atMs: harness.nowMs },
      webhook: { problem: 'The webhook answered 503.' },
    });
    status = 200;
    expect((await deliver(message)).failed).toBe(0);
    expect((await deliver(message)).telemetry.counts).toEqual({});
    expect([messages.length, received.length]).toEqual([1, 2]);
    expect(received[1]?.headers['webhook-id']).toBe(DELIVERY_ID);
    expect(await deliveries()).toEqual({
      topic: { atMs: harness.nowMs },
      webhook: { atMs: harness.nowMs },
    });
  });

  it('stores the outcome also when there is no channel to notify', async () => {
    await run({ delivery: { topic: false } });
    expect((await deliver(message)).failed).toBe(0);
    expect([messages, received]).toEqual([[], []]);
    expect((await harness.reports.getRun(KEY))?.outcome).toMatchObject({
      status: 'finished',
      files: [{ rows: 3 }],
    });
  });

  it('announces a run whose files are already deleted, without links to them', async () => {
    await run();
    status = 500;
    await deliver(message);
    await harness.exports.deleteExport(RUN_ID);
    status = 200;
    await deliver(message);
    const { data } = JSON.parse(received[1]?.body ?? '');
    expect(data.files[0]).toMatchObject({ rows: 3 });
    expect([data.export, data.files[0].link]).toEqual([undefined, undefined]);
  });

  it('sends nothing about a deleted report, or to a removed webhook', async () => {
    await run();
    await harness.reports.replaceReport(newReport({ revision: 2, delivery: { topic: false } }));
    expect((await deliver(message)).failed).toBe(0);
    expect([messages.length, received.length]).toEqual([1, 0]);
    harness = new ReportHarness();
    await run();
    await harness.reports.deleteReport('r1');
    expect((await deliver(message)).failed).toBe(0);
    expect([messages.length, received.length]).toEqual([1, 0]);
  });

  it('drops an expired run and a deleted export, and waits for one that is not over', async () => {
    expect((await deliver(message)).failed).toBe(0);
    await harness.reports.createReport(newReport());
    await runScheduled(harness.start, newReport(), DUE);
    expect((await deliver(message)).failed).toBe(1);
    await harness.exports.deleteExport(RUN_ID);
    expect((await deliver(message)).failed).toBe(0);
    expect([messages, received]).toEqual([[], []]);
  });

  it('returns messages it cannot read', async () => {
    expect((await deliver({ v: 1, run: { reportId: 'r1' } }, { v: 2, run: KEY }, 'x')).failed).toBe(3);
  });
});
