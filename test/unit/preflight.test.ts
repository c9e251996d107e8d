import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from '../../lib/configuration/read-configuration.ts';
import { preflight } from '../../scripts/deploy/preflight.ts';
import type { AccountState } from '../../scripts/deploy/read-account.ts';

const ADDRESS = { monitoring: { alertEmail: 'ops@example.com' } };
const READY: AccountState = {
  region: 'eu-central-1',
  concurrentExecutions: 1000,
  unreservedExecutions: 1000,
  bootstrapVersion: 28,
  account: '123456789012',
  stackStatus: undefined,
  remainingQueues: [],
  remainingTables: [],
  namedTables: [],
  adoptedTables: [],
  deployedTimeZone: undefined,
};

function findings(settings: object = {}, account: Partial<AccountState> = {}): readonly string[] {
  const configuration = readConfiguration({
    tryGetContext: (key) => (key === 'tokenLedger' ? { ...ADDRESS, ...settings } : undefined),
  });
  return preflight(configuration, { ...READY, ...account }).map(({ kind, text }) => `${kind}: ${text}`);
}

const refused = (expected: string) => [expect.stringMatching(new RegExp(`^problem: .*${expected}`, 's'))];

describe('the preflight of a deployment', () => {
  it('lets an account pass that is ready', () => {
    expect(findings()).toEqual([]);
    expect(findings({}, { stackStatus: 'UPDATE_ROLLBACK_COMPLETE' })).toEqual([]);
  });

  it('advises an address for alarms', () => {
    expect(findings({ monitoring: {} })).toEqual([
      expect.stringMatching(/^advice: No alarm reaches anybody: set monitoring\.alertEmail/),
    ]);
  });

  it('asks for the bootstrap of the CDK', () => {
    expect(findings({}, { bootstrapVersion: undefined, account: undefined })).toEqual(
      refused('eu-central-1 yet. Run once: npx cdk bootstrap'),
    );
    expect(findings({}, { bootstrapVersion: 5 })).toEqual(refused('version 5, and 6 is needed'));
    expect(findings({}, { bootstrapVersion: 6 })).toEqual([]);
  });

  it('refuses another account or region than the stage belongs into', () => {
    expect(findings({ account: '123456789012', region: 'eu-central-1' })).toEqual([]);
    expect(findings({ account: '210987654321' })).toEqual(refused('the credentials are of 123456789012'));
    expect(findings({ region: 'us-east-1' })).toEqual(refused('the region is eu-central-1'));
  });

  describe('in a new account, where few functions may run at once', () => {
    const small = { concurrentExecutions: 10, unreservedExecutions: 10 };

    it('asks for a higher quota, or for limits that leave room for the API', () => {
      expect(findings({}, small)).toEqual(refused('desired-value 1000\n.*"live": 2, "bulk": 2'));
      expect(findings({}, { concurrentExecutions: 99 })).toHaveLength(1);
      expect(findings({}, { concurrentExecutions: 100 })).toEqual([]);
    });

    const limits = { live: 2, bulk: 2, notifications: 2, exports: 2 };

    it('is content with limits that leave room for the API, and with none that leave less', () => {
      expect(findings({ concurrency: limits }, small)).toEqual([]);
      expect(findings({ concurrency: { ...limits, live: 3 } }, small)).toEqual(refused('Only 10'));
    });

    it('lets the least limits pass where even they can take all, and says what that means', () => {
      const smaller = { concurrentExecutions: 9, unreservedExecutions: 9 };
      expect(findings({ concurrency: limits }, smaller)).toEqual([
        expect.stringMatching(/^advice: Only 9 .* all 4 queues .*--desired-value 1000$/s),
      ]);
      expect(findings({ concurrency: { ...limits, live: 3 } }, smaller)).toEqual(refused('Only 9'));
    });
  });

  it('refuses a reservation that AWS would refuse', () => {
    const reserving = (unreservedExecutions: number) =>
      findings({ concurrency: { reservedForRollUp: 2 } }, { unreservedExecutions });
    expect(reserving(102)).toEqual([]);
    expect(reserving(101)).toEqual(refused('of 101 unreserved executions 100 must remain'));
  });

  it.each(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'])(
    'asks to delete a stack in the state %s first',
    (stackStatus) => {
      expect(findings({}, { stackStatus })).toEqual(refused('delete-stack --stack-name TokenLedger-dev'));
    },
  );

  it('refuses another reporting time zone: sums of days that are counted would be wrong', () => {
    expect(findings({ reportingTimeZone: 'Europe/Berlin' })).toEqual([]);
    expect(findings({ reportingTimeZone: 'Europe/Berlin' }, { deployedTimeZone: 'Europe/Berlin' })).toEqual(
      [],
    );
    expect(findings({ reportingTimeZone: 'Europe/Berlin' }, { deployedTimeZone: 'UTC' })).toEqual(
      refused('begin in UTC.*Set "reportingTimeZone": "UTC".*npx cdk deploy -c stage=dev'),
    );
    expect(findings({}, { deployedTimeZone: 'Europe/Berlin' })).toEqual(refused('begin in Europe/Berlin'));
  });

  it('names queues that a deleted deployment left', () => {
    expect(findings({}, { remainingQueues: ['token-ledger-dev-live'] })).toEqual(
      refused('token-ledger-dev-live remains'),
    );
  });

  describe('with tables that exist', () => {
    const state = {
      keys: 'p S HASH, s S RANGE',
      expiresBy: 'x',
      pointInTimeRecovery: true,
      deletionProtection: true,
    };
    const ledger = (changed: Partial<typeof state> | { expiresBy: undefined } | undefined) => ({
      namedTables: [
        {
          setting: 'ledgerTable' as const,
          name: 'kept',
          state: changed && { ...state, ...changed },
        },
      ],
    });
    const settings = { existing: { ledgerTable: 'kept' } };

    it('lets one pass that is as the stack would make it', () => {
      expect(findings(settings, ledger({}))).toEqual([]);
    });

    it('refuses one that is not there, or not of the product', () => {
      expect(findings(settings, ledger(undefined))).toEqual(refused('kept, a table that this account'));
      expect(findings(settings, ledger({ keys: 'id S HASH' }))).toEqual(refused('whose keys are id S HASH'));
    });

    it('asks for what a restored table has lost', () => {
      for (const expiresBy of [undefined, 'ttl'])
        expect(findings(settings, ledger({ expiresBy }))).toEqual(
          refused('update-time-to-live --table-name kept .*AttributeName=x$'),
        );
      expect(findings(settings, ledger({ pointInTimeRecovery: false }))).toEqual(
        refused('update-continuous-backups --table-name kept'),
      );
      const unprotected = ledger({ deletionProtection: false });
      expect(findings(settings, unprotected)).toEqual([
        expect.stringMatching(/^advice: .*--table-name kept --deletion-protection-enabled$/),
      ]);
      expect(findings({ ...settings, deletionProtection: false }, unprotected)).toEqual([]);
    });

    it('needs backups of records only if they are configured', () => {
      const records = {
        namedTables: [
          { setting: 'recordsTable' as const, name: 'kept', state: { ...state, pointInTimeRecovery: false } },
        ],
      };
      const existing = { recordsTable: 'kept' };
      expect(findings({ existing }, records)).toEqual([]);
      expect(findings({ existing, recordsPointInTimeRecovery: true }, records)).toHaveLength(1);
    });

    it('refuses to give a deployment that uses one an empty one instead', () => {
      const adopted = { adoptedTables: [{ setting: 'ledgerTable' as const, name: 'kept' }] };
      expect(findings({}, adopted)).toEqual(refused('"existing": { "ledgerTable": "kept" }'));
      expect(findings(settings, adopted)).toEqual([]);
    });

    it('names those that a deleted deployment left, and how to use them', () => {
      const remainingTables = [
        { setting: 'recordsTable' as const, name: 'old.records' },
        { setting: 'ledgerTable' as const, name: 'old.ledger' },
      ];
      expect(findings({}, { remainingTables })).toEqual([
        expect.stringMatching(
          /^advice: .* old.records, old.ledger\. .*"existing": \{ "recordsTable": "old.records", "ledgerTable": "old.ledger" \}$/,
        ),
      ]);
      expect(
        findings(
          { existing: { recordsTable: 'old.records', ledgerTable: 'old.ledger' } },
          { remainingTables },
        ),
      ).toEqual([]);
    });
  });

  it('reports everything at once', () => {
    const account = {
      bootstrapVersion: undefined,
      concurrentExecutions: 10,
      stackStatus: 'ROLLBACK_COMPLETE',
    };
    expect(findings({ monitoring: {}, region: 'us-east-1' }, account)).toHaveLength(5);
  });
});
