import { describe, expect, it } from '@jest/globals';
import {
  createDenialRecorder,
  type RefusedRequest,
} from '../../functions/authorize-request/record-denials.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';

function setUp() {
  let nowMs = NOON;
  const audit = { ...recordedAudit(), clock: () => nowMs };
  const telemetry = recordingTelemetry();
  const record = createDenialRecorder(audit, telemetry);
  return {
    audit,
    telemetry,
    record: (overrides: Partial<RefusedRequest> = {}) =>
      record({
        denial: 'invalid_credentials',
        actor: { kind: 'unknown' },
        operation: 'GET /v1/statistics',
        sourceIp: '192.0.2.1',
        requestId: 'request-1',
        ...overrides,
      }),
    advance: (ms: number) => (nowMs += ms),
  };
}

describe('denials in the audit log', () => {
  const uncountedUntilMs = NOON + 10 * 60_000;

  it('are the first of a kind at once, and the number of further ones whenever they have doubled', async () => {
    const { record, audit } = setUp();
    await record();
    const first = { outcome: 'invalid_credentials', atMs: NOON, uncountedUntilMs };
    expect(await audit.entries()).toMatchObject([first]);
    for (let index = 0; index < 4; index += 1) await record();
    const entries = await audit.entries();
    expect(entries.map(({ count = 1 }) => count).toSorted((a, b) => a - b)).toEqual([1, 1, 2]);
    expect(entries).toMatchObject([first, first, first]);
  });

  it('are the number of those left out after ten minutes', async () => {
    const { record, audit, telemetry, advance } = setUp();
    for (let index = 0; index < 5; index += 1) await record();
    advance(10 * 60_000 - 1);
    await record();
    expect(await audit.entries()).toHaveLength(3);
    advance(1);
    await record();
    const [newest, ...former] = await audit.entries();
    expect(former).toHaveLength(3);
    expect(newest).toMatchObject({ count: 3, uncountedUntilMs: uncountedUntilMs + 10 * 60_000 });
    expect(telemetry.counts).toEqual({ RequestsRefused: 7 });
  });

  it('are at most three a minute for one unknown caller who repeats, which leaves room for others', async () => {
    const { record, audit, advance } = setUp();
    for (let index = 0; index < 1000; index += 1) await record();
    expect(await audit.entries()).toHaveLength(3);
    await record({ sourceIp: '192.0.2.2' });
    expect(await audit.entries()).toHaveLength(4);
    advance(60_000);
    await record();
    expect((await audit.entries())[0]).toMatchObject({ count: 997 });
  });

  it('are kept apart by caller, route, reason and address', async () => {
    const { record, audit } = setUp();
    await record();
    await record({ denial: 'missing_credentials' });
    await record({ actor: { kind: 'unknown', id: 'ak_1' } });
    await record({ operation: 'GET /v1/health' });
    await record({ sourceIp: '192.0.2.2' });
    expect(await audit.entries()).toHaveLength(5);
  });

  it('are at most six a minute for unknown callers, who cannot crowd out others', async () => {
    const { record, audit, advance } = setUp();
    const attack = async () => {
      for (let index = 0; index < 2000; index += 1) await record({ sourceIp: `192.0.2.${index}` });
    };
    await attack();
    expect(await audit.entries()).toHaveLength(6);
    await record({ denial: 'insufficient_scope', actor: { kind: 'access_key', id: 'ak_1' } });
    expect(await audit.entries()).toHaveLength(7);
    advance(60_000);
    await attack();
    expect(await audit.entries()).toHaveLength(13);
  });

  it('are at most thirty a minute for known callers', async () => {
    const { record, audit } = setUp();
    for (let index = 0; index < 100; index += 1) {
      await record({ denial: 'insufficient_scope', actor: { kind: 'access_key', id: `ak_${index}` } });
    }
    expect(await audit.entries()).toHaveLength(30);
  });

  it('delay no request when they cannot be written', async () => {
    const { record, audit, telemetry } = setUp();
    audit.log.append = () => Promise.reject(new Error('DynamoDB is down'));
    await record();
    expect(telemetry.lines.map(({ level }) => level)).toEqual(['info', 'error']);
  });

  it('are logged as often as they leave an entry, without the address', async () => {
    const { record, telemetry, advance } = setUp();
    const actor = { kind: 'access_key', id: 'ak_1' } as const;
    for (let index = 0; index < 3; index += 1) await record({ denial: 'insufficient_scope', actor });
    advance(10 * 60_000);
    await record({ denial: 'insufficient_scope', actor, requestId: 'request-2' });
    const line = { reason: 'insufficient_scope', route: 'GET /v1/statistics', caller: 'ak_1' };
    expect(telemetry.lines.map(({ level, fields }) => ({ level, fields }))).toEqual([
      { level: 'info', fields: { ...line, requests: 1, correlationId: 'request-1' } },
      { level: 'info', fields: { ...line, requests: 1, correlationId: 'request-1' } },
      { level: 'info', fields: { ...line, requests: 2, correlationId: 'request-2' } },
    ]);
  });
});
