import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fakeMachine } from './support/fake-io.ts';

const API_URL = 'http://127.0.0.1:1/_aws/execute-api/a';
const REST = { visible: 0, inFlight: 0, oldestSeconds: 0, deadLetters: 0 };
const HEALTHY = {
  status: 'ok',
  reasons: [],
  unknown: [],
  asOf: '2026-11-21T12:00:00.000Z',
  freshnessSeconds: 0,
  rollUp: { pending: { hour: 0, day: 0, month: 0 }, oldestPendingSeconds: 0 },
  queues: { live: REST, bulk: REST, notifications: REST, exports: REST },
  errors: { records: { accepted: 3, errorRate: 0 } },
  alarms: [],
};

/** What `health` says about unknown figures, of an answer that differs so much from a healthy one. */
async function saidOf(change: object, machine = fakeMachine()): Promise<readonly string[]> {
  const { out } = await machine.run('health', {
    fetch: async () => Response.json({ ...HEALTHY, ...change }),
    env: { TOKEN_LEDGER_URL: API_URL, TOKEN_LEDGER_KEY: 'tl_ak_1_secret' },
  });
  expect(out).toContain('status');
  return out.split('\n').filter((line) => line.startsWith('Unknown: '));
}

/** A machine on which `npm start` runs the ledger. */
function machineOfNpmStart() {
  const machine = fakeMachine();
  const state = {
    pid: process.pid,
    endpoint: 'http://127.0.0.1:1',
    apiUrl: API_URL,
    accessKey: 'tl_ak_0_local',
  };
  mkdirSync(join(machine.home, '.token-ledger'));
  writeFileSync(
    join(machine.home, '.token-ledger', 'deployment.json'),
    JSON.stringify({ ...state, stackName: 'TokenLedger-dev', outputs: {} }),
  );
  return machine;
}

describe('token-ledger health', () => {
  it('gives no reason where all is known', async () => {
    expect(await saidOf({})).toEqual([]);
  });

  it('says that CloudWatch has not measured the last hour, or that the emulator does not measure', async () => {
    const unmeasured = { errors: null, unknown: ['errors'] };
    expect(await saidOf(unmeasured)).toEqual([
      'Unknown: last hour. CloudWatch has not measured it: there were no calls, or it follows in some minutes.',
    ]);
    expect(await saidOf(unmeasured, machineOfNpmStart())).toEqual([
      'Unknown: last hour. The emulator on this machine does not measure it; CloudWatch does.',
    ]);
  });

  it('says the same of ages of messages, which the answer does not list', async () => {
    const live = { ...REST, visible: 2, oldestSeconds: null };
    expect(await saidOf({ queues: { ...HEALTHY.queues, live } })).toEqual([
      expect.stringMatching(/^Unknown: oldest message of live\. CloudWatch has not measured it/),
    ]);
  });

  it('names what did not answer, and where the reason is', async () => {
    const live = { visible: null, inFlight: null, oldestSeconds: null, deadLetters: null };
    const bulk = { ...REST, visible: 1, oldestSeconds: null };
    const unknown = ['alarms', 'metrics', 'queues.live', 'queues.live.deadLetters', 'rollUp', 'somethingNew'];
    const parts = { unknown, rollUp: null, errors: null, alarms: null };
    expect(await saidOf({ ...parts, queues: { ...HEALTHY.queues, live, bulk } })).toEqual([
      'Unknown: alarms, last hour and ages of messages, queue live, dead letters of live, roll-up, somethingNew. ' +
        'No answer within two seconds, or an error: see the log of check-health.',
    ]);
  });

  it('gives both reasons where there are both', async () => {
    expect(await saidOf({ errors: null, alarms: null, unknown: ['alarms', 'errors'] })).toEqual([
      expect.stringMatching(/^Unknown: last hour\. CloudWatch/),
      expect.stringMatching(/^Unknown: alarms\. No answer/),
    ]);
  });
});
