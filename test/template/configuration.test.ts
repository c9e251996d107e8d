import { describe, expect, it } from '@jest/globals';
import { defaultLateLimitDays, largestLateLimitDays } from '@token-ledger/core';
import { App } from 'aws-cdk-lib';
import { readConfiguration } from '../../lib/configuration/read-configuration.ts';
import { problems, read } from './support/read-settings.ts';

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
