import { describe, expect, it } from '@jest/globals';
import type { MetricPoint } from '@token-ledger/aws';
import {
  metricSources,
  metricsWindow,
  summarizeMetrics,
} from '../../../functions/check-health/health-metrics.ts';
import { METRICS } from '../../../functions/shared/metrics.ts';
import { NOON } from '../../support/records.ts';

const MINUTE_MS = 60_000;
const sources = metricSources({
  stage: 'dev',
  apiId: 'api',
  recordUsageFunction: 'consumer',
  queueNames: {
    live: 'q-live',
    bulk: 'q-bulk',
    notifications: 'q-notifications',
    exports: 'q-exports',
  },
});
const point = (minutesAgo: number, value: number): MetricPoint => ({
  atMs: NOON - minutesAgo * MINUTE_MS,
  value,
});

describe('the metrics of a health check', () => {
  it('are those that the product emits and AWS measures, each once', () => {
    const texts = Object.values(sources).map(
      ({ namespace, name, dimensions, statistic }) =>
        `${statistic} of ${namespace} ${name} ${Object.entries(dimensions).flat().join(' ')}`,
    );
    const own = ['RecordsAccepted', 'RecordsRejected', 'RecordsFailed'];
    for (const name of own) expect(Object.keys(METRICS)).toContain(name);
    expect(texts).toEqual([
      ...own.map((name) => `Sum of TokenLedger ${name} service accept-usage stage dev`),
      'Sum of AWS/ApiGateway Count ApiId api',
      'Sum of AWS/ApiGateway 5xx ApiId api',
      'Sum of AWS/Lambda Invocations FunctionName consumer',
      'Sum of AWS/Lambda Errors FunctionName consumer',
      ...['live', 'bulk', 'notifications', 'exports'].map(
        (name) => `Maximum of AWS/SQS ApproximateAgeOfOldestMessage QueueName q-${name}`,
      ),
    ]);
  });

  it('are of the last hour in whole periods, including the current one', () => {
    expect(metricsWindow(NOON)).toEqual({ fromMs: NOON - 60 * MINUTE_MS, toMs: NOON });
    expect(metricsWindow(NOON + 1)).toEqual({ fromMs: NOON - 55 * MINUTE_MS, toMs: NOON + 5 * MINUTE_MS });
  });

  it('are summed; those without data are zero if others have some', () => {
    const { errors } = summarizeMetrics(
      { accepted: [point(5, 2), point(10, 3)], failed: [point(5, 1)] },
      [],
      NOON,
    );
    expect(errors).toEqual({
      fromMs: NOON - 60 * MINUTE_MS,
      accepted: 5,
      rejected: 0,
      failed: 1,
      requests: 0,
      serverErrors: 0,
      invocations: 0,
      errors: 0,
    });
  });

  it('are unknown, not zero, where nothing at all was measured', () => {
    expect(summarizeMetrics({ 'age of live': [point(5, 70)] }, ['live'], NOON).errors).toBeUndefined();
    expect(summarizeMetrics({ requests: [point(5, 0)] }, [], NOON).errors).toMatchObject({ accepted: 0 });
  });

  it('contain the latest age of each queue, unless it is old', () => {
    const points = {
      'age of live': [point(5, 70), point(10, 900)],
      'age of bulk': [point(14, 3)],
      'age of alerts': [point(15, 3)],
    };
    const { queueAges } = summarizeMetrics(points, ['live', 'bulk', 'notifications', 'exports'], NOON);
    expect(queueAges).toEqual({ live: 70, bulk: 3 });
  });
});
