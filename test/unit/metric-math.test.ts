import { describe, expect, it } from '@jest/globals';
import { type AlarmProperties, alarmState } from '../support/alarm-state.ts';
import { evaluateMetricMath, type Series } from '../support/metric-math.ts';

const GAP = undefined;
const math = (expression: string, series: Readonly<Record<string, Series>>) =>
  evaluateMetricMath(expression, new Map(Object.entries(series)));

describe('metric math', () => {
  it.each<[string, Readonly<Record<string, Series>>, Series]>([
    ['a + b * 2', { a: [1, 2], b: [3, 4] }, [7, 10]],
    ['(a + b) * 2', { a: [1], b: [3] }, [8]],
    ['a - b - 1', { a: [9], b: [3] }, [5]],
    ['a + b', { a: [1, GAP], b: [GAP, 2] }, [GAP, GAP]],
    ['FILL(a, 0) + FILL(b, 0)', { a: [1, GAP], b: [GAP, GAP] }, [1, 0]],
    ['a / b', { a: [1, 1], b: [0, 4] }, [GAP, 0.25]],
    ['IF(a >= 10, a / (a + b), 0)', { a: [10, 9, GAP], b: [30, 0, 1] }, [0.25, 0, GAP]],
    ['IF(a > 1 && b < 2, 5, 6)', { a: [2, 2, 0], b: [1, 2, 1] }, [5, 6, 6]],
    ['IF(a == 1 || b != 2, 5, 6)', { a: [1, 0, 0], b: [2, 3, 2] }, [5, 5, 6]],
    ['MAX(a, b) - MIN(a, 1e-1)', { a: [2], b: [3] }, [2.9]],
  ])('%s', (expression, series, expected) => {
    expect(math(expression, series)).toEqual(expected);
  });

  it.each(['a +', 'a b', '(a', 'FILL(a, 0', 'NOT(a)', 'c', '1 + 2'])('refuses %s', (expression) => {
    expect(() => math(expression, { a: [1], b: [1] })).toThrow(SyntaxError);
  });
});

describe('the state of an alarm', () => {
  const alarm: AlarmProperties = {
    Namespace: 'N',
    MetricName: 'm',
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
  };
  const state = (change: Partial<AlarmProperties>, points: Series) =>
    alarmState({ ...alarm, ...change }, () => points);

  it('is ALARM when as many of the last periods breach as are needed', () => {
    expect(state({}, [1, 0, 1])).toBe('ALARM');
    expect(state({}, [1, 0, 0])).toBe('OK');
    expect(state({}, [1, 1, 0, 0])).toBe('OK');
    expect(state({ EvaluationPeriods: 1, DatapointsToAlarm: 1 }, [0, 1])).toBe('ALARM');
  });

  it('is decided by the treatment of missing data where there is none', () => {
    expect(state({}, [1, GAP, GAP])).toBe('OK');
    expect(state({ TreatMissingData: 'breaching' }, [0, GAP, GAP])).toBe('ALARM');
    expect(state({ TreatMissingData: 'missing' }, [GAP, GAP, GAP])).toBe('INSUFFICIENT_DATA');
    expect(state({ TreatMissingData: 'missing' }, [GAP, 1, 1])).toBe('ALARM');
  });

  it('follows an expression that uses another one', () => {
    const { Namespace: _, MetricName: __, ...properties } = alarm;
    const metric = (MetricName: string) => ({ Metric: { Namespace: 'N', MetricName }, Period: 300 });
    const Metrics = [
      { Id: 'expr', Expression: 'both * 2' },
      { Id: 'both', Expression: 'm1 + m2', ReturnData: false },
      { Id: 'm1', MetricStat: metric('one'), ReturnData: false },
      { Id: 'm2', MetricStat: metric('two'), ReturnData: false },
    ];
    const of = (one: number, two: number) =>
      alarmState({ ...properties, Metrics }, ({ MetricName }) => {
        const value = MetricName === 'one' ? one : two;
        return [value, value, value];
      });
    expect([of(1, 0), of(0, 0)]).toEqual(['ALARM', 'OK']);
  });
});
