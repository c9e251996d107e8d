import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defaultLateLimitDays, largestLateLimitDays } from '@token-ledger/core';
import { App } from 'aws-cdk-lib';
import { type ConfigurationError, readConfiguration } from '../../lib/configuration/read-configuration.ts';
import { configurationSchema } from '../../lib/configuration/schema.ts';
import { withSettings } from '../../scripts/configuration-docs/reference.ts';

type Json = Record<string, unknown>;

const read = (settings?: unknown, stage?: string) =>
  readConfiguration(
    new App({
      context: {
        ...(settings !== undefined && { tokenLedger: settings }),
        ...(stage !== undefined && { stage }),
      },
    }).node,
  );

/** The problems of a configuration that is not valid. */
function problems(settings: unknown, stage?: string): readonly string[] {
  try {
    read(settings, stage);
  } catch (error) {
    const [heading, ...lines] = (error as ConfigurationError).message.split('\n- ');
    expect(heading).toBe('The configuration in the CDK context is not valid:');
    return lines;
  }
  return [];
}

/** `{ a: { b: value } }` for the path `a.b`. */
function nested(path: string, value: unknown): Json {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Json;
}

describe('without any configuration', () => {
  it('everything has a default', () => {
    const defaults = {
      stage: 'dev',
      asyncProcessing: true,
      batchSize: 100,
      batchingWindowSeconds: 5,
      spanDelaySeconds: 900,
      retentionDays: 90,
      lateLimitDays: 35,
      maxTokensPerRecord: 100_000_000,
      leafMinutes: 60,
      exportRetentionDays: 7,
      enableQualityMetrics: true,
      autoAggregation: { enabled: true, schedule: 'rate(5 minutes)', batchSize: 500 },
      cache: { enabled: true, ttlSeconds: 3600 },
      concurrency: {
        live: 'unlimited',
        bulk: 2,
        notifications: 'unlimited',
        exports: 'unlimited',
      },
      monitoring: {
        enableHealthCheck: true,
        alarms: 'essential',
        dashboard: true,
        logQueries: true,
        alertThresholds: { errorRate: 0.05, errorRateLeastRecords: 10, responseTimeMs: 5000 },
        silentSourceMinutes: { anthropic_span: 30 },
      },
      budgets: { schedule: 'rate(2 minutes)' },
      reports: {},
      reportingTimeZone: 'UTC',
      throttling: { rateLimit: 100, burstLimit: 200, callerRateLimit: 100, callerBurstLimit: 200 },
      logLevel: 'info',
      logLevels: {},
      debug: false,
      queueAccessKeys: {},
      logRetentionDays: 30,
      auditRetentionDays: 365,
      recordsPointInTimeRecovery: false,
      events: {
        usageCollected: false,
        aggregationCompleted: true,
        budgetThreshold: true,
        usageConflict: true,
        unknownModel: true,
        qualityChanged: true,
        accessKeyCreated: true,
        accessKeyRotated: true,
        accessKeyDisabled: true,
        exportReady: true,
        reportReady: true,
      },
      existing: {},
      removeDataOnDestroy: false,
      deletionProtection: true,
      customerManagedKey: false,
      producerPrincipals: [],
      tracing: false,
      pseudonymizeUsers: false,
      console: true,
      modelAliases: {},
      signIn: 'cognito',
      oidcUserIdClaim: 'sub',
      oidcScopes: 'openid profile email',
    };
    expect(read()).toEqual(defaults);
    expect(read({})).toEqual(defaults);
  });
});

describe('the stage', () => {
  const settings = {
    batchSize: 50,
    cache: { ttlSeconds: 60 },
    stages: { prod: { retentionDays: 180, cache: { enabled: false } }, dev: { retentionDays: 30 } },
  };

  it('is chosen by the context, else by the settings, else dev', () => {
    expect(read({}, 'prod').stage).toBe('prod');
    expect(read({ stage: 'test' }, 'prod').stage).toBe('prod');
    expect(read({ stage: 'test' }).stage).toBe('test');
    expect(read(settings).retentionDays).toBe(30);
  });

  it('replaces single settings and leaves the others', () => {
    expect(read(settings, 'prod')).toMatchObject({
      stage: 'prod',
      batchSize: 50,
      retentionDays: 180,
      cache: { enabled: false, ttlSeconds: 60 },
    });
  });

  it('is unprotected if the command line says so, for the first step of a first deployment', () => {
    const context = { stage: 'prod', deletionProtection: 'false' };
    expect(readConfiguration(new App({ context }).node).deletionProtection).toBe(false);
    expect(read(settings, 'prod').deletionProtection).toBe(true);
  });

  it('needs no settings of its own', () => {
    expect(read(settings, 'elsewhere')).toMatchObject({ stage: 'elsewhere', retentionDays: 90 });
  });

  it('is in the path of a problem that comes from its settings', () => {
    expect(problems({ batchSize: 0, stages: { prod: { retentionDays: 0, cach: {} } } }, 'prod')).toEqual([
      'tokenLedger.batchSize is 0; it must be a whole number from 1 to 10000',
      'tokenLedger.stages.prod.retentionDays is 0; it must be a whole number from 4 to 3650',
      expect.stringMatching(
        /^tokenLedger\.stages\.prod\.cach is not a setting; the settings here are stage, /,
      ),
    ]);
  });
});

describe('at its limits and beyond', () => {
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

  const VAULT = { mode: 'vault', anthropicKeySecret: 'anthropic/api-key' };
  const PASS_THROUGH = { mode: 'pass-through' };

  it('the gateway is off unless it has settings', () => {
    expect(read().gateway).toBeUndefined();
    expect(read({ gateway: PASS_THROUGH }).gateway).toEqual({
      ...PASS_THROUGH,
      enforceBudgets: false,
      upstream: 'https://api.anthropic.com',
    });
    expect(read({ gateway: VAULT, stages: { dev: { gateway: false } } }).gateway).toBeUndefined();
  });

  it.each([
    [true, 'tokenLedger.gateway is true; it must be an object'],
    [{}, 'tokenLedger.gateway.mode is missing; it must be one of vault, pass-through'],
    [{ mode: 'open' }, 'tokenLedger.gateway.mode is "open"'],
    [{ mode: 'vault' }, 'it must be an object with anthropicKeySecret, because its mode is "vault"'],
    [{ ...PASS_THROUGH, anthropicKeySecret: 'a' }, 'it must be an object without anthropicKeySecret'],
    [{ ...VAULT, anthropicKeySecret: 'sk ant' }, 'tokenLedger.gateway.anthropicKeySecret is "sk ant"'],
    [{ ...VAULT, anthropicKeySecret: 'arn:aws:s3:::a' }, 'tokenLedger.gateway.anthropicKeySecret is "arn'],
    [{ ...PASS_THROUGH, reservedConcurrency: 0 }, 'tokenLedger.gateway.reservedConcurrency is 0'],
    [{ ...PASS_THROUGH, upstream: 'http://a.example.com' }, 'tokenLedger.gateway.upstream is "http'],
    [{ ...PASS_THROUGH, upstream: 'https://u:p@a.example.com' }, 'tokenLedger.gateway.upstream is "https'],
    [{ ...PASS_THROUGH, upstream: 'https://a.example.com?a=b' }, 'tokenLedger.gateway.upstream is "https'],
    [{ ...PASS_THROUGH, key: 'a' }, 'tokenLedger.gateway.key is not a setting'],
  ])('the gateway is not %j', (gateway, expected) => {
    expect(problems({ gateway })).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    { ...VAULT, reservedConcurrency: 1, enforceBudgets: true },
    { ...VAULT, anthropicKeySecret: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a/b-Ab12Cd' },
    { ...PASS_THROUGH, reservedConcurrency: 10_000, upstream: 'https://proxy.example.com:8443/anthropic' },
  ])('the gateway may be %j', (gateway) => expect(problems({ gateway })).toEqual([]));

  it.each([
    [{ signIn: 'oidc' }, ['oidcIssuer is missing', 'oidcAudience is missing']],
    [{ signIn: 'oidc', oidcIssuer: 'https://id.example.com' }, ['oidcAudience is missing']],
    [{ oidcIssuer: 'https://id.example.com' }, ['oidcIssuer is "https://id.example.com"']],
    [{ signIn: 'none', oidcAudience: 'a' }, ['oidcAudience is "a"']],
    [{ signIn: 'oidc', oidcIssuer: 'http://id.example.com', oidcAudience: 'a' }, ['oidcIssuer is "http:']],
    [{ signIn: 'saml' }, ['signIn is "saml"']],
    [{ oidcUserIdClaim: 'my claim' }, ['oidcUserIdClaim is "my claim"']],
    [{ oidcClientId: 'console' }, ['oidcClientId is "console"']],
    [{ signIn: 'none', oidcClientId: 'console' }, ['oidcClientId is "console"']],
    [{ oidcScopes: 'profile email' }, ['oidcScopes is "profile email"']],
    [{ oidcScopes: 'openid  email' }, ['oidcScopes is "openid  email"']],
  ])('the sign-in is not %j', (settings, expected) => {
    const found = problems(settings);
    expect(found).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) expect(found[index]).toContain(`tokenLedger.${start}`);
  });

  it('the sign-in may be by an issuer, or absent', () => {
    expect(problems({ signIn: 'oidc', oidcIssuer: 'https://id.example.com/t/', oidcAudience: 'a' })).toEqual(
      [],
    );
    expect(problems({ signIn: 'none' })).toEqual([]);
  });

  it.each(['Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe'])('%s may divide hours', (zone) => {
    expect(read({ reportingTimeZone: zone })).toMatchObject({ reportingTimeZone: zone });
  });
});

describe('rules between settings', () => {
  it('more than ten messages need time to gather', () => {
    expect(read({ batchSize: 10, batchingWindowSeconds: 0 })).toMatchObject({ batchingWindowSeconds: 0 });
    expect(problems({ batchSize: 11, batchingWindowSeconds: 0 })).toEqual([
      expect.stringMatching(
        /^tokenLedger\.batchingWindowSeconds is 0; it must be at least 1 with batchSize 11: /,
      ),
    ]);
  });

  it('a late limit and 28 days in queues and a margin must fit into the retention', () => {
    expect(read({ retentionDays: 90, lateLimitDays: 59 }).lateLimitDays).toBe(59);
    expect(problems({ retentionDays: 90, lateLimitDays: 60 })).toEqual([
      expect.stringMatching(
        /^tokenLedger\.lateLimitDays is 60; it must be at most 59, or left out \(for 35\), with retentionDays 90: /,
      ),
    ]);
    expect(problems({ retentionDays: 30, lateLimitDays: 1 })).toEqual([
      expect.stringMatching(
        /^tokenLedger\.lateLimitDays is 1; it must be left out \(for 10\), with retentionDays 30: /,
      ),
    ]);
  });

  it.each([
    [3650, 35],
    [66, 35],
    [65, 21],
    [30, 10],
    [4, 1],
  ])('with a retention of %d days the late limit is %d days unless given', (retentionDays, expected) => {
    expect(read({ retentionDays }).lateLimitDays).toBe(expected);
  });

  it('holds for every retention', () => {
    for (let retentionDays = 4; retentionDays <= 3650; retentionDays += 1) {
      const marginDays = Math.min(3, retentionDays / 4);
      const greatest = largestLateLimitDays(retentionDays);
      expect(greatest + 28 + marginDays).toBeLessThanOrEqual(retentionDays);
      expect(greatest + 1 + 28 + marginDays).toBeGreaterThan(retentionDays);
      const limit = defaultLateLimitDays(retentionDays);
      expect(limit === 35 ? limit <= greatest : limit <= Math.max(1, retentionDays / 3)).toBe(true);
      expect(limit + marginDays).toBeLessThan(retentionDays);
    }
  });
});

describe('the report', () => {
  it('names all problems at once, those of rules too', () => {
    expect(
      problems({
        batchSize: 11,
        batchingWindowSeconds: 0,
        retentionDays: 90,
        lateLimitDays: 80,
        cache: { ttl: 1, ttlSeconds: 0 },
        batchsize: 1,
        gateway: true,
      }).map((problem) => problem.split(' ')[0]),
    ).toEqual([
      'tokenLedger.cache.ttlSeconds',
      'tokenLedger.cache.ttl',
      'tokenLedger.gateway',
      'tokenLedger.batchsize',
      'tokenLedger.batchingWindowSeconds',
      'tokenLedger.lateLimitDays',
    ]);
  });

  it('does not follow one problem up with another', () => {
    expect(problems({ batchSize: -1, batchingWindowSeconds: 0 })).toHaveLength(1);
    expect(problems({ retentionDays: 1, lateLimitDays: 35 })).toHaveLength(1);
  });

  it('suggests the keys that exist', () => {
    expect(problems({ monitoring: { alertThresholds: { tokens: 1 } } })).toEqual([
      'tokenLedger.monitoring.alertThresholds.tokens is not a setting; the settings here are dailyTokens, errorRate, errorRateLeastRecords, responseTimeMs',
    ]);
  });

  it.each([
    [3, 'tokenLedger is 3'],
    [[], 'tokenLedger is []'],
    [{ stages: 'prod' }, 'tokenLedger.stages is "prod"'],
    [{ stages: { dev: 3 } }, 'tokenLedger.stages.dev is 3'],
  ])('refuses %j', (settings, expected) => {
    expect(problems(settings)).toEqual([`${expected}; it must be an object`]);
  });
});

describe('docs/configuration.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w.<>]+)` \| ([^|]+) \|/gm)];
  const documented = new Map(
    rows.map(([, path = '', byDefault = '']) => [path, byDefault.replaceAll('`', '')]),
  );

  it('has the settings as they are: npm run docs:configuration writes them', () => {
    expect(withSettings(page)).toBe(page);
  });

  it('lists every setting of the schema', () => {
    expect(Object.keys(configurationSchema.shape)).toEqual([
      ...new Set([...documented.keys()].map((path) => path.split('.')[0])),
    ]);
  });

  it('lists the default that applies to each setting', () => {
    const { lateLimitDays: _, ...defaults } = read({ gateway: { mode: 'pass-through' } });
    const inWords = /^(?:gateway\.mode|monitoring\.silentSourceMinutes\..+)$/;
    const applied = leaves(defaults).filter(([path]) => !inWords.test(path));
    expect(applied.length).toBeGreaterThan(55);
    for (const [path, value] of applied) expect([path, documented.get(path)]).toEqual([path, value]);
    const withDefault = [...documented].filter(([, byDefault]) => byDefault !== 'none');
    expect(withDefault.map(([path]) => path).toSorted()).toEqual(
      [
        ...applied.map(([path]) => path),
        'lateLimitDays',
        'monitoring.silentSourceMinutes.<source>',
        'oidcClientId',
        'oidcGroupsClaim',
      ].toSorted(),
    );
  });

  function leaves(value: object, prefix = ''): [string, string][] {
    return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      typeof inner === 'object' && inner !== null
        ? leaves(inner, `${prefix}${key}.`)
        : [[`${prefix}${key}`, String(inner)]],
    );
  }
});
