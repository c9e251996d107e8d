import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { build } from 'esbuild';
import { readBaseline, regressions } from '../../bench/report/baseline.ts';
import { SITE_FOLDER } from '../../functions/serve-console/contract.ts';
import { readSite } from '../../functions/serve-console/site.ts';
import { SERVICES, type ServiceName } from '../../functions/shared/metrics.ts';
import { BUNDLING, functionBundle } from '../../lib/shared/function-bundles.ts';
import {
  CONTRACTS,
  checkEnvironment,
  type FunctionEnvironment,
} from '../../lib/shared/function-environment.ts';
import { EVERYTHING } from './support/deployed-functions.ts';
import { createStack, referred, resource, resources, sorted, synthesize } from './support/synthesize.ts';

const template = synthesize(EVERYTHING);
const functions = resources(template, 'AWS::Lambda::Function');
const services = Object.values(SERVICES);
const environmentOf = ({ Properties }: (typeof functions)[number]) => Properties.Environment.Variables;

describe('every function', () => {
  it('exists once for each service', () => {
    const names = functions.map((fn) => environmentOf(fn).POWERTOOLS_SERVICE_NAME);
    expect(sorted(names)).toEqual(sorted(services));
  });

  it('runs on Node 24 and ARM, without traces', () => {
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      });
    }
  });

  it('logs JSON into a log group of its own that forgets', () => {
    const logGroups = functions.map(({ Properties }) => referred(Properties.LoggingConfig.LogGroup));
    expect(new Set(logGroups).size).toBe(functions.length);
    for (const { Properties } of functions) {
      expect(Properties.LoggingConfig).toMatchObject({
        LogFormat: 'JSON',
        SystemLogLevel: 'WARN',
        ApplicationLogLevel: 'INFO',
      });
    }
    // And that of the API's accesses.
    const retention = (from: typeof template) =>
      resources(from, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties.RetentionInDays);
    expect(retention(template)).toEqual(Array.from({ length: services.length + 1 }, () => 30));
    const levels = (settings: object) =>
      new Set(
        Object.values(synthesize({ ...EVERYTHING, ...settings }).findResources('AWS::Lambda::Function')).map(
          ({ Properties }) => Properties.LoggingConfig?.ApplicationLogLevel,
        ),
      );
    expect(levels({ logLevel: 'warn' })).toContain('WARN');
    expect(levels({ logLevel: 'warn' })).not.toContain('INFO');
    expect(levels({ logLevel: 'error', debug: true })).toContain('DEBUG');
    expect(retention(synthesize({ ...EVERYTHING, logRetentionDays: 3653 }))).toEqual(
      Array.from({ length: services.length + 1 }, () => 3653),
    );
    for (const { DeletionPolicy } of resources(template, 'AWS::Logs::LogGroup'))
      expect(DeletionPolicy).toBe('Delete');
  });

  it('gets the variables of its contract, those of every function, and no other', () => {
    const everywhere = ['STAGE', 'POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE'];
    for (const fn of functions) {
      const variables = environmentOf(fn);
      const { shape } = CONTRACTS[variables.POWERTOOLS_SERVICE_NAME as ServiceName];
      const expected = new Set([...Object.keys(shape), ...everywhere]);
      expect(sorted(Object.keys(variables))).toEqual(sorted([...expected]));
      expect(variables).toMatchObject({ STAGE: 'dev', POWERTOOLS_METRICS_NAMESPACE: 'TokenLedger' });
    }
  });

  it('that shows ids has the setting of pseudonyms', () => {
    const pseudonymous = synthesize({ pseudonymizeUsers: true });
    const settingOf = (from: typeof template) =>
      resources(from, 'AWS::Lambda::Function')
        .map(environmentOf)
        .filter((variables) => 'PSEUDONYMIZE_USERS' in variables)
        .map(({ POWERTOOLS_SERVICE_NAME: name, PSEUDONYMIZE_USERS: value }) => `${name} ${value}`);
    const services = [
      'check-quality',
      'manage-budgets',
      'manage-exports',
      'manage-reports',
      'query-records',
      'query-usage',
    ];
    expect(sorted(settingOf(template))).toEqual(services.map((name) => `${name} false`));
    expect(sorted(settingOf(pseudonymous))).toEqual(services.map((name) => `${name} true`));
  });

  it('gets the settings of the configuration', () => {
    const configured = synthesize({
      retentionDays: 100,
      leafMinutes: 15,
      lateLimitDays: 20,
      asyncProcessing: false,
      enableQualityMetrics: false,
      reportingTimeZone: 'Europe/Berlin',
    });
    for (const [name, expected] of Object.entries({
      IntakeAcceptUsage: {
        RETENTION_DAYS: '100',
        LEAF_MINUTES: '15',
        LATE_LIMIT_DAYS: '20',
        ASYNC_PROCESSING: 'false',
      },
      IntakeRecordUsage: { RETENTION_DAYS: '100', LATE_LIMIT_DAYS: '20', QUALITY_METRICS: 'false' },
      RollupRollUpUsage: { RETENTION_DAYS: '100', REPORTING_TIME_ZONE: 'Europe/Berlin' },
      ApiQueryUsage: { RETENTION_DAYS: '100', LEAF_MINUTES: '15', REPORTING_TIME_ZONE: 'Europe/Berlin' },
      ApiQueryRecords: { RETENTION_DAYS: '100', LEAF_MINUTES: '15', REPORTING_TIME_ZONE: 'Europe/Berlin' },
      ApiRebuildUsage: { RETENTION_DAYS: '100', REPORTING_TIME_ZONE: 'Europe/Berlin' },
      BudgetsEvaluateBudgets: { RETENTION_DAYS: '100', REPORTING_TIME_ZONE: 'Europe/Berlin' },
      BudgetsManageBudgets: { RETENTION_DAYS: '100', REPORTING_TIME_ZONE: 'Europe/Berlin' },
    })) {
      expect(environmentOf(resource(configured, 'AWS::Lambda::Function', name))).toMatchObject(expected);
    }
  });
});

describe('the bundle of a function', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': ['**'] } });
  createStack(EVERYTHING, app);
  const { directory } = app.synth();
  // Jest does not let the code under test see its process end.
  afterAll(() => rmSync(dirname(functionBundle('describe-api')), { recursive: true }));
  const bundles = readdirSync(directory)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => join(directory, name, 'index.mjs'));

  it('is one file that carries all it needs but Node itself', async () => {
    expect(bundles).toHaveLength(services.length);
    for (const bundle of bundles) {
      // Without its first line, which says what `require` is, it is seen what it requires.
      const code = readFileSync(bundle, 'utf8').replace(BUNDLING.banner.js, '');
      const { metafile } = await build({
        stdin: { contents: code },
        bundle: true,
        platform: 'node',
        format: 'esm',
        metafile: true,
        write: false,
        logLevel: 'error',
      });
      expect(Object.keys(metafile.inputs)).toHaveLength(1);
      const [output] = Object.values(metafile.outputs);
      expect(output?.exports).toEqual(['handler']);
      for (const { path, kind } of output?.imports ?? []) {
        expect(builtinModules).toContain(path.replace(/^node:/, ''));
        // To import it would be slower: see docs/adr/0037-what-a-cold-start-loads.md.
        expect(kind).toBe('require-call');
      }
      expect(output?.imports).not.toHaveLength(0);
    }
  });

  it.each([
    ['sources of credentials that Lambda does not use', 'inputs do not include SSO fields'],
    ['event streams', 'prelude checksum'],
    ['cache of discovered endpoints', 'mnemonist'],
  ])('has no %s', (_, trace) => {
    for (const bundle of bundles) expect(readFileSync(bundle, 'utf8').includes(trace)).toBe(false);
  });

  it('of the console has its pages beside it, with all that they load', async () => {
    const [site, ...others] = bundles.map((bundle) => join(dirname(bundle), SITE_FOLDER)).filter(existsSync);
    expect(others).toEqual([]);
    const files = readSite(site ?? '');
    const pages = ['index.html', 'reference.html'].map((name) => files.get(name)?.bytes.toString() ?? '');
    const loaded = pages.map((page) =>
      [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path = '']) => path),
    );
    const [consolePaths, referencePaths] = loaded.map((paths) =>
      paths.map((path) => path.replace(/-[\w-]+\./, '.')),
    );
    expect(consolePaths).toEqual(
      expect.arrayContaining(['assets/icon.svg', 'assets/index.js', 'assets/frame.js']),
    );
    expect(referencePaths).toEqual(expect.arrayContaining(['assets/icon.svg', 'assets/reference.js']));
    // Its start belongs to the console alone: the reference would show the console as well.
    expect(referencePaths).not.toContain('assets/index.js');
    for (const path of new Set(loaded.flat())) expect([...files.keys()]).toContain(path);
    for (const path of loaded.flat()) {
      // An answer of a function has at most 6 MB.
      expect(files.get(path)?.brotli?.length).toBeLessThan(1_000_000);
      expect(files.get(path)?.bytes.length).toBeLessThan(4_000_000);
    }
  });

  it('is at most 2 % larger than at the last measurement (npm run bench -- --only cold-start --baseline)', () => {
    const counted = Object.fromEntries(
      services.map((service) => [
        `bytes of ${service}`,
        statSync(join(functionBundle(service), 'index.mjs')).size,
      ]),
    );
    expect(regressions(readBaseline(), counted, 0.02)).toEqual([]);
  });

  it('has at most 378 KB, except where it needs more than one client of AWS, or prices and pseudonyms', () => {
    // The client of S3 and the signing of links take 150 KB, the writer of spreadsheets 30 KB, another client 25 KB, the sealing
    // of pseudonyms and cursors 9 KB.
    const exceptions: Partial<Record<ServiceName, number>> = {
      // It checks everything that may come over HTTP, queues what it accepts, and writes what the queue refuses.
      'accept-usage': 398_000,
      // It reads the scores of past days.
      'check-quality': 394_000,
      'deliver-notifications': 531_000,
      // It queues events about access keys.
      'manage-access': 401_000,
      'manage-budgets': 387_000,
      'manage-exports': 530_000,
      // It sends failed messages to four queues, and judges records like the intake.
      'manage-failures': 379_000,
      'manage-reports': 426_000,
      // It reads the lists of rankings and keeps them (19 KB), and divides trends.
      'query-usage': 398_000,
      // The client of Lambda, which starts the roll-up.
      'rebuild-usage': 435_000,
      'write-export': 570_000,
    };
    const { Resources } = JSON.parse(readFileSync(join(directory, 'TokenLedger.template.json'), 'utf8'));
    const bundled = Object.values<(typeof functions)[number] & { Type: string }>(Resources).filter(
      ({ Type }) => Type === 'AWS::Lambda::Function',
    );
    expect(bundled).toHaveLength(services.length);
    for (const fn of bundled) {
      const service: ServiceName = environmentOf(fn).POWERTOOLS_SERVICE_NAME;
      const asset = `asset.${fn.Properties.Code.S3Key.replace('.zip', '')}`;
      const limit = exceptions[service] ?? 378_000;
      expect([service, statSync(join(directory, asset, 'index.mjs')).size <= limit]).toEqual([service, true]);
    }
  });
});

describe('the environment that is given to a function', () => {
  const tokens = new Stack(new App(), 'Stack');
  const table = new CfnParameter(tokens, 'Table').valueAsString;
  const good: FunctionEnvironment<'roll-up-usage'> = {
    MODEL_ALIASES: '{"a1b2c3d4e5f6":"claude-sonnet-5-5"}',
    SILENT_SOURCE_MINUTES: '{"anthropic_span":30}',
    LEDGER_TABLE: table,
    RETENTION_DAYS: '90',
    LEAF_MINUTES: '60',
    REPORTING_TIME_ZONE: 'UTC',
    EVENTS: '["unknownModel"]',
    NOTIFICATION_QUEUE_URL: table,
    MAX_BUCKETS_PER_RUN: '500',
  };

  it('does not compile unless it has the variables of the contract and no other', () => {
    const { MAX_BUCKETS_PER_RUN: _, ...incomplete } = good;
    // @ts-expect-error a variable is missing
    const missing: FunctionEnvironment<'roll-up-usage'> = incomplete;
    const surplus: FunctionEnvironment<'roll-up-usage'> = {
      ...good,
      // @ts-expect-error no such variable
      MAX_BUCKETS: '500',
    };
    // @ts-expect-error variables are strings
    const unprinted: FunctionEnvironment<'roll-up-usage'> = { ...good, RETENTION_DAYS: 90 };
    // @ts-expect-error the contract of another function
    const other: FunctionEnvironment<'accept-usage'> = good;
    expect([missing, surplus, unprinted, other]).toHaveLength(4);
  });

  it('may be known to the deployment only', () => {
    expect(() => checkEnvironment('roll-up-usage', good)).not.toThrow();
  });

  it('fails synthesis where it would fail the function, naming function, variable, value and bounds', () => {
    expect(() =>
      checkEnvironment('roll-up-usage', { ...good, RETENTION_DAYS: '3651', MAX_BUCKETS_PER_RUN: 'many' }),
    ).toThrow(
      'roll-up-usage: RETENTION_DAYS is "3651". Too big: expected number to be <=3650; ' +
        'roll-up-usage: MAX_BUCKETS_PER_RUN is "many". is not a whole number',
    );
  });

  it('is right at the bounds of every setting that it comes from', () => {
    const bounds = [
      { retentionDays: 4, cache: { ttlSeconds: 1 }, autoAggregation: { batchSize: 1 } },
      {
        retentionDays: 3650,
        lateLimitDays: 3619,
        cache: { ttlSeconds: 31_536_000 },
        autoAggregation: { batchSize: 10_000 },
      },
    ];
    for (const settings of bounds) expect(() => createStack(settings)).not.toThrow();
  });
});
