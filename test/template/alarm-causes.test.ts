import { describe, expect, it } from '@jest/globals';
import type { MetricName as OwnMetric } from '../../functions/shared/metrics.ts';
import { type AlarmProperties, alarmState, type MetricName } from '../support/alarm-state.ts';
import type { Series } from '../support/metric-math.ts';
import { EVERYTHING, FUNCTIONS } from './support/deployed-functions.ts';
import { referred, resource, resources, synthesize } from './support/synthesize.ts';

/*
 * Each alarm is on while its cause lasts, stays off before it is bad enough, and goes off when it is over: evaluated over the deployed
 * metrics, expressions and thresholds.
 */

const PREFIX = 'token-ledger-dev-';
const template = synthesize({
  ...EVERYTHING,
  monitoring: { alarms: 'all', alertThresholds: { dailyTokens: 1_000_000 } },
});
const alarms = new Map<string, AlarmProperties>(
  resources(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => [
    Properties.AlarmName.replace(PREFIX, ''),
    Properties,
  ]),
);

/** Values of the latest periods, by the name of the metric, or by its service and its name; the others have no data. */
type Data = Readonly<Record<string, Series>>;

interface Cause {
  /** On, each by itself. */
  readonly fires: Data | readonly Data[];
  /** Not bad enough: off. */
  readonly bears: readonly Data[];
  /** Over: off again. */
  readonly clears: Data;
}

/** More than any alarm looks at. */
const PERIODS = 10;
const count = (metric: OwnMetric | '5xx' | 'Errors' | 'Throttles', value = 1): Cause => ({
  fires: { [metric]: [undefined, undefined, value] },
  bears: [{}, { [metric]: [0, 0, 0] }],
  clears: { [metric]: [value, value, undefined] },
});
const lasting = (metric: OwnMetric | 'Latency', value: number, periods: number): Cause => ({
  fires: { [metric]: [0, 0, 0, ...Array<number>(periods).fill(value)] },
  bears: [{}, { [metric]: [0, ...Array<number>(periods - 1).fill(value)] }],
  clears: { [metric]: [value, value, value, undefined] },
});
const repeated = (metric: 'AccessKeysRefused' | 'Errors' | 'Throttles'): Cause => ({
  fires: { [metric]: [1, undefined, 1] },
  bears: [{}, { [metric]: [undefined, undefined, 9] }],
  clears: { [metric]: [1, undefined, undefined, undefined] },
});
const visible = 'ApproximateNumberOfMessagesVisible';
const deadLetter: Cause = {
  fires: { [visible]: [0, 0, 1] },
  bears: [{}, { [visible]: [0, 0, 0] }],
  clears: { [visible]: [1, 1, 0] },
};
const age = 'ApproximateAgeOfOldestMessage';
const older = (seconds: number): Cause => ({
  fires: { [age]: [0, 0, seconds + 1] },
  bears: [{}, { [age]: [0, 0, seconds] }],
  clears: { [age]: [seconds + 1, seconds + 1, 3] },
});
/** Of one intake: of usage, or of telemetry. */
const intake = (
  service: 'accept-usage' | 'accept-telemetry',
  counts: { good?: number; rejected?: number; failed?: number },
): Data =>
  Object.fromEntries(
    Object.entries({
      RecordsAccepted: counts.good,
      RecordsRejected: counts.rejected,
      RecordsFailed: counts.failed,
    }).map(([metric, value]) => [`${service} ${metric}`, [value, value]]),
  );
const usage = (counts: Parameters<typeof intake>[1]) => intake('accept-usage', counts);
const telemetry = (counts: Parameters<typeof intake>[1]) => intake('accept-telemetry', counts);

const CAUSES: Readonly<Record<string, Cause>> = {
  AccessKeysRefused: repeated('AccessKeysRefused'),
  AccountThrottles: repeated('Throttles'),
  AlertsHeldBack: lasting('AlertsHeldBack', 1, 3),
  ApiErrors: count('5xx'),
  BudgetFailures: lasting('BudgetsFailed', 1, 3),
  BulkDeadLetters: deadLetter,
  BulkQueueAge: older(6 * 3600),
  ClocksAhead: count('ClocksAhead'),
  ConflictingReports: count('ConflictingReports'),
  DailyTokens: {
    // As many from the queue as directly.
    fires: { TokensRecorded: [500_000] },
    bears: [{}, { TokensRecorded: [499_999] }],
    clears: { TokensRecorded: [500_000, undefined] },
  },
  ErrorRate: {
    fires: [
      usage({ good: 180, rejected: 10 }),
      telemetry({ good: 180, failed: 10 }),
      // Each few, and together many.
      { ...usage({ good: 90, failed: 5 }), ...telemetry({ good: 90, rejected: 5 }) },
    ],
    // A few bad ones, however many of all; many, of very many, of the other intake too; and a single period.
    bears: [
      {},
      usage({ rejected: 9 }),
      telemetry({ rejected: 9 }),
      { ...usage({ rejected: 4 }), ...telemetry({ rejected: 5 }) },
      usage({ good: 10_000, rejected: 100 }),
      { ...usage({ rejected: 100 }), ...telemetry({ good: 10_000 }) },
      { RecordsRejected: [undefined, 50] },
    ],
    clears: { RecordsRejected: [50, 50, undefined], RecordsAccepted: [1, 1, 1] },
  },
  ExportDeadLetters: deadLetter,
  LiveDeadLetters: deadLetter,
  LiveQueueAge: older(900),
  NotificationDeadLetters: deadLetter,
  NotificationQueueAge: older(1800),
  PriceBooksRefused: count('PriceBooksRefused'),
  QuarantinedRecords: count('RecordsQuarantined'),
  ReportDeadLetters: deadLetter,
  ResponseTime: lasting('Latency', 5001, 2),
  RollUpFailures: lasting('BucketsFailed', 1, 3),
  RollUpLag: lasting('OldestMarkAge', 10_801, 3),
  SourcesSilent: count('SourcesSilent'),
  StatisticsKept: count('StatisticsKept'),
  UnknownFigures: count('UnknownFigures'),
  UnpricedRequests: count('UnpricedRequests'),
  UnrecordedCalls: count('CallsUnrecorded'),
  ...Object.fromEntries(
    Object.values(FUNCTIONS)
      .map((path) => path.split('/')[1] ?? '')
      .flatMap((name) => [
        [`${name}Errors`, repeated('Errors')],
        [`${name}Throttles`, count('Throttles')],
      ]),
  ),
};
/** Report missing data instead of comparing it. */
const SILENCES = { RollUpSilence: 'RollUpRuns', BudgetSilence: 'BudgetRuns' } as const;

const stateOf = (name: string, data: Data) => {
  const alarm = alarms.get(name);
  if (!alarm) throw new Error(`There is no alarm ${name}.`);
  return alarmState(alarm, ({ MetricName, Dimensions = [] }: MetricName) => {
    const service = Dimensions.find(({ Name }) => Name === 'service')?.Value;
    const latest = data[`${String(service)} ${MetricName}`] ?? data[MetricName] ?? [];
    return [...Array<undefined>(PERIODS - latest.length).fill(undefined), ...latest];
  });
};

it('has a cause for every alarm', () => {
  expect([...Object.keys(CAUSES), ...Object.keys(SILENCES)].toSorted()).toEqual(
    [...alarms.keys()].toSorted(),
  );
});

describe.each(Object.entries(CAUSES))('%s', (name, { fires, bears, clears }) => {
  it('is on while its cause lasts, and off without it', () => {
    for (const data of [fires].flat())
      expect({ data, state: stateOf(name, data) }).toEqual({ data, state: 'ALARM' });
    expect(stateOf(name, clears)).toBe('OK');
    for (const data of bears) expect({ data, state: stateOf(name, data) }).toEqual({ data, state: 'OK' });
  });
});

describe.each(Object.entries(SILENCES))('%s', (name, runs) => {
  it('is reported when runs stop, and over when they go on', () => {
    expect(stateOf(name, { [runs]: [10, 10, undefined] })).toBe('INSUFFICIENT_DATA');
    expect(stateOf(name, { [runs]: [undefined, undefined, 1] })).toBe('OK');
  });

  it('is not reported by the first deployment, whose alarms begin without data', () => {
    // An alarm begins in INSUFFICIENT_DATA and reports changes: it stays there until the first run.
    expect(stateOf(name, {})).toBe('INSUFFICIENT_DATA');
  });
});

describe('the alarm for pagers', () => {
  it('is on while any alarm of high severity is, and off otherwise', () => {
    const { AlarmRule } = resource(template, 'AWS::CloudWatch::CompositeAlarm', 'Monitoring').Properties;
    const parts: readonly unknown[] = AlarmRule['Fn::Join'][1];
    const rule = parts.map((part) => (typeof part === 'string' ? part : (referred(part) ?? ''))).join('');
    // ALARM("…:alarm:<name>"), joined by OR: nothing else would be as simple.
    const conditions = rule.replace(/^\(|\)$/g, '').split(' OR ');
    for (const condition of conditions) {
      const [, name = ''] = /^\(?ALARM\("[^"]*:alarm:token-ledger-dev-(\w+)"\)\)?$/.exec(condition) ?? [];
      expect([...alarms.keys()]).toContain(name);
    }
  });
});
