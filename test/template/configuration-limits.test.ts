import { describe, expect, it } from '@jest/globals';
import { problems, read } from './support/read-settings.ts';

type Json = Record<string, unknown>;

/** `{ a: { b: value } }` for the path `a.b`. */
function nested(path: string, value: unknown): Json {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Json;
}

describe('a setting at its limits and beyond', () => {
  it.each<[path: string, allowed: readonly unknown[], refused: readonly unknown[]]>([
    ['stage', ['a', 'a1-b', 'a'.repeat(20)], ['', 'A', '1a', '-a', 'a_b', 'a'.repeat(21), 1]],
    ['batchSize', [1, 10_000], [0, 10_001, 1.5, '100', null]],
    ['batchingWindowSeconds', [1, 300], [-1, 301, 0.5]],
    ['spanDelaySeconds', [0, 900], [-1, 901, 0.5]],
    ['retentionDays', [4, 3650], [3, 3651, 90.5]],
    ['lateLimitDays', [1, 59], [0, 1.5, 3651]],
    ['maxTokensPerRecord', [1, 2 ** 40], [0, 2 ** 40 + 1, 1.5, '1']],
    ['leafMinutes', [60, 15, 5], [0, 30, '5']],
    ['exportRetentionDays', [1, 365], [0, 366]],
    ['autoAggregation.batchSize', [1, 10_000], [0, 10_001]],
    ['cache.ttlSeconds', [1, 31_536_000], [0, 31_536_001]],
    ['monitoring.alertThresholds.dailyTokens', [1, 2 ** 53 - 1], [0, 2 ** 53, 0.5]],
    ['monitoring.alertThresholds.errorRate', [0, 0.5, 1], [-0.01, 1.01, '5%']],
    ['monitoring.alertThresholds.errorRateLeastRecords', [1, 1_000_000], [0, 1_000_001, 1.5]],
    ['monitoring.alarms', ['essential', 'all'], ['none', true]],
    ['monitoring.runbookUrl', ['https://wiki.example.com/token-ledger'], ['http://a', 'https://a/#b', 'a b']],
    ...['live', 'bulk', 'notifications', 'exports'].map(
      (queue): [string, readonly unknown[], readonly unknown[]] => [
        `concurrency.${queue}`,
        [2, 1000, 'unlimited'],
        [1, 1001, 2.5, 'none', null],
      ],
    ),
    [
      'producerPrincipals',
      [
        [],
        ['123456789012', 'arn:aws:iam::123456789012:role/a'],
        Array.from({ length: 100 }, (_, index) => `${100_000_000_000 + index}`),
      ],
      [
        ['12'],
        ['*'],
        ['arn:aws:iam::123456789012:group/a'],
        ['123456789012', '123456789012'],
        '123456789012',
        Array.from({ length: 101 }, (_, index) => `${100_000_000_000 + index}`),
      ],
    ],
    ['account', ['123456789012'], ['12345678901', 123_456_789_012, '']],
    ['region', ['eu-central-1', 'us-gov-west-1'], ['eu', 'EU-central-1', '']],
    ['concurrency.reservedForRollUp', [1, 1000], [0, 1001, 'unlimited']],
    ['monitoring.alertThresholds.responseTimeMs', [1, 30_000], [0, 30_001]],
    ['monitoring.alertEmail', ['usage@example.com'], ['usage', 'usage@', '']],
    ['budgets.alertEmail', ['budgets@example.com'], ['budgets', 'budgets@', '']],
    ['reports.email', ['reports@example.com'], ['reports', 'reports@', '']],
    ['throttling.rateLimit', [1, 100_000], [0, 100_001]],
    ['throttling.burstLimit', [1, 100_000], [0, 100_001]],
    ['throttling.callerRateLimit', [1, 100_000], [0, 100_001]],
    ['throttling.callerBurstLimit', [1, 100_000], [0, 100_001]],
    ['auditRetentionDays', [1, 3650], [0, 3651]],
    ['logLevel', ['debug', 'info', 'warn', 'error'], ['trace', 'INFO', 1]],
    ...['usage', 'aggregation', 'quality', 'access', 'delivery'].map(
      (channel): [string, unknown[], unknown[]] => [
        `logLevels.${channel}`,
        ['debug', 'error'],
        ['trace', 'ERROR', 0],
      ],
    ),
    ['debug', [true, false], ['yes', 1]],
    ['events.busName', ['a', 'company/events-1._', 'x'.repeat(256)], ['', 'a b', 'a:b', 'x'.repeat(257), 1]],
    ['events.usageCollected', [true, false], ['true', 1, null]],
    ['queueAccessKeys.live', ['ak_1', 'x'.repeat(128)], ['', '-', 'a b', 'x'.repeat(129), 1]],
    ['queueAccessKeys.bulk', ['ak_1'], ['ä']],
    ['logRetentionDays', [1, 30, 3653], [0, 2, 31, 9999]],
    ['reportingTimeZone', ['UTC', 'Europe/Berlin', 'Africa/Casablanca'], ['Mars/Olympus', '+02:00', '', 2]],
    ...['autoAggregation.schedule', 'budgets.schedule'].map((path): [string, unknown[], unknown[]] => [
      path,
      [
        'rate(1 minute)',
        'rate(2 minutes)',
        'rate(8 hours)',
        'rate(480 minutes)',
        'cron(0/5 * * * ? *)',
        'cron(0 3 ? * MON-FRI *)',
      ],
      [
        'rate(0 minutes)',
        'rate(1 minutes)',
        'rate(2 minute)',
        'rate(9 hours)',
        'rate(1 day)',
        'at(2026-11-21T00:00:00)',
        'cron(* * * * *)',
        'cron(0 3 * * * *)',
        'cron(0 3 ? * ? *)',
        '1 minute',
        60,
      ],
    ]),
    ...[
      'asyncProcessing',
      'console',
      'enableQualityMetrics',
      'pseudonymizeUsers',
      'recordsPointInTimeRecovery',
      'removeDataOnDestroy',
      'autoAggregation.enabled',
      'cache.enabled',
      'monitoring.enableHealthCheck',
    ].map((path): [string, unknown[], unknown[]] => [path, [true, false], ['true', 1, null]]),
    ['cache', [{}], [true, [], null]],
  ])('%s', (path, allowed, refused) => {
    for (const value of allowed) {
      expect(read(nested(path, value))).toMatchObject(nested(path, value));
    }
    for (const value of refused) {
      const [problem, ...others] = problems(nested(path, value));
      expect(others).toEqual([]);
      expect(problem).toContain(`tokenLedger.${path} is ${JSON.stringify(value)}; it must be `);
    }
  });

  it('a source is silent after 15 minutes to a week, or never', () => {
    const of = (minutes: unknown) => ({ monitoring: { silentSourceMinutes: minutes } });
    const { silentSourceMinutes } = read(of({ gateway: 15, client: 10_080, span: 0 })).monitoring;
    expect(silentSourceMinutes).toEqual({ anthropic_span: 30, gateway: 15, client: 10_080, span: 0 });
    expect(read(of({ anthropic_span: 0 })).monitoring.silentSourceMinutes).toEqual({ anthropic_span: 0 });
    for (const minutes of [14, 10_081, -1, 15.5, '30']) {
      expect(problems(of({ gateway: minutes }))).toEqual([
        expect.stringContaining('it must be 0 for never, or a whole number from 15 to 10080'),
      ]);
    }
    expect(problems(of({ fax: 30 }))).toEqual([
      expect.stringContaining(
        'monitoring.silentSourceMinutes.fax is not a setting; the settings here are direct, client, gateway',
      ),
    ]);
  });

  it('ids of models are explained in at most 2,048 bytes, each id in at most 128 characters', () => {
    const profile = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2c3d4e5f6';
    const one = { [profile]: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0' };
    expect(read({ modelAliases: one }).modelAliases).toEqual(one);
    // As JSON, {"id":"m"} has nine characters beside the id, and every further pair eight and a comma less a brace.
    const ofBytes = (bytes: number) => {
      const ids = Array.from({ length: 15 }, (_, index) => String(index).padEnd(122, '.'));
      const full = Object.fromEntries(ids.map((id) => [id, 'm']));
      const rest = bytes - JSON.stringify({ ...full, '': 'm' }).length;
      return { ...full, ['x'.repeat(rest)]: 'm' };
    };
    expect(JSON.stringify(ofBytes(2_048))).toHaveLength(2_048);
    expect(problems({ modelAliases: ofBytes(2_048) })).toEqual([]);
    const allowed =
      'it must be an object of ids and the model ids they stand for, each 1 to 128 printable characters';
    for (const refused of [
      ofBytes(2_049),
      { a: 'm'.repeat(129) },
      { ['a'.repeat(129)]: 'm' },
      { a: '' },
      { 'a b': 'm' },
      { a: 7 },
      ['a'],
      'a',
    ]) {
      expect(problems({ modelAliases: refused })).toEqual([expect.stringContaining(allowed)]);
    }
    expect(problems({ modelAliases: { ['a'.repeat(128)]: 'm'.repeat(128) } })).toEqual([]);
  });

  it.each(['Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe'])('%s may divide hours', (zone) => {
    expect(read({ reportingTimeZone: zone })).toMatchObject({ reportingTimeZone: zone });
  });
});
