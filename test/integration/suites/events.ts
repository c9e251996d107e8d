import { readFileSync } from 'node:fs';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AccessKeyResponse,
  EVENT_TYPES,
  type EventDetail,
  type EventType,
  type ExportResponse,
  type StatisticsResponse,
} from '@token-ledger/contract';
import { EVENT_SCHEMAS } from '@token-ledger/contract/events';
import { HOUR_MS } from '@token-ledger/core';
import { type CrashResult, replayWithCrashes } from '../../../scripts/crash/replay-with-crashes.ts';
import { PATIENCE_MS, waitFor } from '../../support/wait-for.ts';
import { call, yesterday } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { NO_REPORT, traceEndingDaysAgo } from '../support/trace.ts';
import { useProductAlone } from '../support/turns.ts';

const GUIDE = readFileSync('docs/events.md', 'utf8');

export function describeEvents(): void {
  describe('the rule of the documentation, deployed as it is written there', () => {
    useProductAlone();
    let consumer: Awaited<ReturnType<typeof deployRule>>;
    beforeAll(async () => {
      const { outputs } = await deployedProduct();
      consumer = await deployRule(outputs['EventBusName'] ?? '');
    });

    it('receives all events of a replay whose functions are killed: their counts equal those of the ledger', async () => {
      const rows = await traceEndingDaysAgo(9);
      const result = await replayWithCrashes(await deployedProduct(), {
        rows,
        run: 'events-suite',
        seed: 2,
        paths: ['http', 'sqs'],
        duplicates: 0.25,
        batchSize: 6,
        report: NO_REPORT,
        progress: () => undefined,
        crashIntervalMs: 300,
        crashes: 8,
      });
      expect(result.differencesAfterRollUp).toEqual([]);
      const expected = expectedOf(result);
      await consumer.receiveUntil(() => requestsOf(usageOf(consumer, expected)) >= requestsOf(expected));
      expect(usageOf(consumer, expected)).toEqual(expected);

      const hours = await hoursOf(rows.map(({ atMs }) => atMs));
      expect(hours.size).toBeGreaterThan(0);
      // Each roll-up of an hour is announced; the last announcement is what counts, and may be on its way.
      await consumer.receiveUntil(() =>
        [...hours].every(([hour, requests]) => lastCount(consumer, hour) === requests),
      );
      // Those that the replay reports again with other figures.
      expect(consumer.of('usageConflict').length).toBeGreaterThan(0);
    });

    it('receives what happens to an access key, and to an export', async () => {
      const key = await call<AccessKeyResponse>('POST', '/v1/access-keys', {
        name: 'events',
        scopes: ['ingest'],
      });
      const { id } = key.body;
      await call('POST', `/v1/access-keys/${id}/rotate`);
      await call('PUT', `/v1/access-keys/${id}`, { name: 'events', scopes: ['ingest'], disabled: true });
      const asked = await call<ExportResponse>('POST', '/v1/exports', { from: yesterday() });
      const about = (type: EventType, field: string, value: string) =>
        consumer.of(type).some((detail) => (detail as unknown as Record<string, unknown>)[field] === value);
      const hasAll = () =>
        about('accessKeyCreated', 'accessKeyId', id) &&
        about('accessKeyRotated', 'accessKeyId', id) &&
        about('accessKeyDisabled', 'accessKeyId', id) &&
        about('exportReady', 'exportId', asked.body.id);
      await consumer.receiveUntil(hasAll);
      expect(hasAll()).toBe(true);
    });
  });
}

type Usage = ReadonlyMap<string, readonly [requests: number, tokens: number]>;

/** What the consumer of the guide counts: each entry once, by access key and by user, of those that are expected. */
function usageOf(consumer: Consumer, expected: Usage): Usage {
  const entries = consumer.of('usageCollected').flatMap((detail) => detail.entries);
  const sums = new Map<string, readonly [number, number]>();
  for (const { usage } of new Map(entries.map((entry) => [entry.id, entry])).values()) {
    for (const row of usage) {
      const tokens = row.inputTokens + row.outputTokens + row.cacheCreationTokens + row.cacheReadTokens;
      for (const place of [`access_key ${row.accessKeyId}`, `user ${row.userId}`]) {
        const [requests, total] = sums.get(place) ?? [0, 0];
        if (expected.has(place)) sums.set(place, [requests + row.requests, total + tokens]);
      }
    }
  }
  return sums;
}

function expectedOf({ expected }: CrashResult): Usage {
  const sums = new Map<string, readonly [number, number]>();
  for (const [key, totals] of expected) {
    const [period, dimension, , id] = key.split(' ');
    if (period !== 'month' || dimension === 'all') continue;
    const place = `${dimension} ${id}`;
    const [requests, total] = sums.get(place) ?? [0, 0];
    sums.set(place, [requests + Number(totals.requests), total + Number(totals.total)]);
  }
  return sums;
}

const requestsOf = (usage: Usage) => [...usage.values()].reduce((sum, [requests]) => sum + requests, 0);

/** The requests that the ledger counts in the hours of these instants. */
async function hoursOf(instants: readonly number[]): Promise<ReadonlyMap<string, number>> {
  const starts = instants.map((atMs) => Math.floor(atMs / HOUR_MS) * HOUR_MS);
  const query = new URLSearchParams({
    dimension: 'all',
    period: 'hour',
    from: new Date(Math.min(...starts)).toISOString(),
    to: new Date(Math.max(...starts) + HOUR_MS).toISOString(),
  });
  const { body } = await call<StatisticsResponse>('GET', `/v1/statistics?${query.toString()}`);
  return new Map(body.rows.map(({ from, requests }) => [from, Number(requests)]));
}

/** What the last announcement of an hour counts. */
function lastCount(consumer: Consumer, hour: string): number | undefined {
  const counts = consumer
    .of('aggregationCompleted')
    .filter(({ period, from }) => period === 'hour' && from === hour)
    .map(({ records }) => records);
  return counts.length === 0 ? undefined : Math.max(...counts);
}

type Consumer = Awaited<ReturnType<typeof deployRule>>;

/** Deploys the template of the guide; returns a consumer of its queue that drops repeated events and checks all of them. */
async function deployRule(eventBusName: string) {
  const [, TemplateBody] = /```yaml\n(.*?)```/s.exec(GUIDE) ?? [];
  const client = new CloudFormationClient();
  const StackName = 'token-ledger-events';
  const Parameters = [{ ParameterKey: 'EventBusName', ParameterValue: eventBusName }];
  await client.send(new CreateStackCommand({ StackName, TemplateBody, Parameters }));
  await waitUntilStackCreateComplete(
    { client, maxWaitTime: PATIENCE_MS / 1000, minDelay: 1, maxDelay: 1 },
    { StackName },
  );
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  const QueueUrl = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'QueueUrl')?.OutputValue;

  const sqs = new SQSClient();
  const seen = new Map<string, { readonly type: EventType; readonly detail: EventDetail<EventType> }>();
  async function receive(): Promise<void> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    for (const { Body = '' } of Messages) {
      const event = JSON.parse(Body) as {
        readonly source: string;
        readonly 'detail-type': string;
        detail: unknown;
      };
      expect(event.source).toBe('token-ledger');
      const type = (Object.keys(EVENT_TYPES) as EventType[]).find(
        (known) => EVENT_TYPES[known] === event['detail-type'],
      );
      if (!type) throw new Error(`An event has the unknown type ${event['detail-type']}.`);
      const detail = EVENT_SCHEMAS[type].parse(event.detail);
      // Exactly what is published, and no other field.
      expect(detail).toEqual(event.detail);
      seen.set(detail.eventId, { type, detail });
    }
    if (Messages.length === 0) return;
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
  return {
    of: <T extends EventType>(type: T) =>
      [...seen.values()].flatMap((event) => (event.type === type ? [event.detail as EventDetail<T>] : [])),
    receiveUntil: (isDone: () => boolean) =>
      waitFor('the events', async () => {
        await receive();
        return isDone() || undefined;
      }),
  };
}
