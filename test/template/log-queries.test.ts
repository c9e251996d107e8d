import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createDenialRecorder } from '../../functions/authorize-request/record-denials.ts';
import { CHANNEL_OF } from '../../functions/shared/log-channels.ts';
import { logRefusedRecords } from '../../functions/shared/log-records.ts';
import { createTelemetry } from '../../functions/shared/telemetry.ts';
import { ERROR_PATTERN, LOG_QUERIES } from '../../lib/monitoring/log-queries.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { EVERYTHING, SERVICE_NAMES, template } from './support/deployed-functions.ts';
import { referred, resources, synthesize } from './support/synthesize.ts';

type Line = Readonly<Record<string, unknown>>;

/** What Lambda writes of an error that nobody caught, and of a run that it ended. */
const UNCAUGHT: Line = {
  level: 'ERROR',
  errorType: 'Error',
  errorMessage: 'x',
  requestId: 'r',
  stackTrace: [],
};
const ENDED: Line = { type: 'platform.report', record: { requestId: 'r', status: 'timeout' } };

let lines: Line[] = [];

beforeEach(() => {
  lines = [];
  const capture = (chunk: string | Uint8Array) => lines.push(JSON.parse(String(chunk)) as Line) > 0;
  jest.spyOn(process.stdout, 'write').mockImplementation(capture);
  jest.spyOn(process.stderr, 'write').mockImplementation(capture);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('saved queries', () => {
  const queries = resources(template, 'AWS::Logs::QueryDefinition');
  const groupsOf = (name: string) =>
    queries
      .find(({ Properties }) => Properties.Name === `token-ledger-dev/${name}`)
      ?.Properties.LogGroupNames.map(referred);

  it('read the logs of every function, or that of the API', () => {
    expect(queries).toHaveLength(Object.keys(LOG_QUERIES).length);
    const functions = resources(template, 'AWS::Lambda::Function').flatMap(
      ({ Properties }) => referred(Properties.LoggingConfig?.LogGroup) ?? [],
    );
    expect(functions).toHaveLength(SERVICE_NAMES.length);
    for (const { name, of } of Object.values(LOG_QUERIES)) {
      if (of === 'functions') expect(new Set(groupsOf(name))).toEqual(new Set(functions));
      else expect(groupsOf(name)).toEqual([expect.stringMatching(/^ApiAccessLogs/)]);
    }
  });

  it('can be left out', () => {
    const without = synthesize({ ...EVERYTHING, monitoring: { logQueries: false } });
    expect(resources(without, 'AWS::Logs::QueryDefinition')).toEqual([]);
  });

  it('name only fields that lines have', async () => {
    const telemetry = createTelemetry('authorize-request', 'test');
    await createDenialRecorder(
      recordedAudit(),
      telemetry,
    )({
      denial: 'insufficient_scope',
      actor: { kind: 'access_key', id: 'ak_1' },
      operation: 'GET /v1/statistics',
      sourceIp: '192.0.2.1',
      requestId: 'request-1',
    });
    const refused = { reason: 'too_old', accessKeyId: 'ak_1', requestId: 'req_1' };
    logRefusedRecords(telemetry.logger, 'ofMessages', [refused]);
    telemetry.logger.error('Wrong.', { error: new Error('x') });
    const ofApi = /"([a-zA-Z]+)":"\$context/g;
    const formats = resources(template, 'AWS::ApiGatewayV2::Stage').map(
      ({ Properties }): string => Properties.AccessLogSettings.Format,
    );
    const known = new Set([
      ...[...lines, UNCAUGHT, ENDED].flatMap((line) => Object.keys(line)),
      ...formats.flatMap((format) => [...format.matchAll(ofApi)].map(([, name]) => name)),
      // Of a failed delivery: test/handlers/deliver-notifications.test.ts.
      'receiver',
    ]);
    const words =
      /^(fields|filter|stats|sort|limit|by|as|in|like|and|or|asc|desc|count|sum|max|pct|coalesce|ispresent)$/;
    for (const { query } of Object.values(LOG_QUERIES)) {
      const text = query
        .filter((line) => !line.startsWith('#'))
        .join('\n')
        .replaceAll(/"[^"]*"/g, '""');
      const aliases = new Set([...text.matchAll(/ as (\w+)/g)].map(([, alias]) => alias));
      const names = [...text.matchAll(/(?<![@\w.])[a-zA-Z]\w*/g)].map(([name]) => name);
      expect(names.filter((name) => !words.test(name) && !aliases.has(name) && !known.has(name))).toEqual([]);
    }
  });
});

describe('the filter of errors', () => {
  const alternatives = [...ERROR_PATTERN.matchAll(/\(\$\.([\w.]+) = "(\w+)"\)/g)];
  const matches = (line: Line) =>
    alternatives.some(
      ([, path = '', value]) =>
        path.split('.').reduce<unknown>((at, name) => (at as Line | undefined)?.[name], line) === value,
    );

  it('is one of alternatives', () => {
    const joined = alternatives.map(([text]) => text).join(' || ');
    expect(ERROR_PATTERN).toBe(`{ ${joined} }`);
  });

  it('finds what functions log as errors, what nobody caught, and runs that Lambda ended', () => {
    const telemetry = createTelemetry('roll-up-usage', 'test');
    telemetry.logger.error('Wrong.');
    expect([...lines, UNCAUGHT, ENDED].map(matches)).toEqual([true, true, true]);
  });

  it('finds nothing else', () => {
    const telemetry = createTelemetry('roll-up-usage', 'test');
    telemetry.logger.info('Fine.', { error: 'ERROR' });
    telemetry.logger.warn('Odd.');
    telemetry.count('RollUpRuns', 1);
    telemetry.flush();
    expect(lines).toHaveLength(3);
    expect(lines.some(matches)).toBe(false);
  });
});

describe('docs/logs.md', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/logs.md'), 'utf8');

  it('has the filter of errors and every query', () => {
    expect(text).toContain(`\n${ERROR_PATTERN}\n`);
    const saved = [...(text.split('## Saved queries')[1] ?? '').matchAll(/^\| ([A-Z][^|]+) \|/gm)];
    expect(saved.map(([, name]) => name)).toEqual(Object.values(LOG_QUERIES).map(({ name }) => name));
  });

  it('has every function beside its channel', () => {
    const rows = [...text.matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$/gm)];
    const documented = rows.flatMap(([, channel = '', names = '']) =>
      [...names.matchAll(/`([\w-]+)`/g)].map(([, service = '']) => [service, channel]),
    );
    expect(Object.fromEntries(documented)).toEqual(CHANNEL_OF);
  });
});

describe('levels of channels', () => {
  it('hold for the functions of a channel, unless everything is debugged', () => {
    const levels = (settings: object) =>
      Object.fromEntries(
        resources(synthesize({ ...EVERYTHING, ...settings }), 'AWS::Lambda::Function').flatMap(
          ({ Properties }) => {
            const service = Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME;
            return service ? [[service, Properties.LoggingConfig.ApplicationLogLevel]] : [];
          },
        ),
      );
    expect(levels({ logLevel: 'error', logLevels: { delivery: 'debug', access: 'warn' } })).toEqual(
      Object.fromEntries(
        Object.entries(CHANNEL_OF).map(([service, channel]) => [
          service,
          { delivery: 'DEBUG', access: 'WARN' }[channel as string] ?? 'ERROR',
        ]),
      ),
    );
    expect(new Set(Object.values(levels({ debug: true, logLevels: { usage: 'error' } })))).toEqual(
      new Set(['DEBUG']),
    );
  });
});
