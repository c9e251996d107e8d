import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ExportDefinition, NamedKind } from '@token-ledger/core';
import { parse } from 'csv-parse/sync';
import { ExportHarness } from '../../support/exports.ts';
import { NOON, usageRecord } from '../../support/records.ts';
import { PSEUDONYMS, registerKey, registerUser } from '../../support/shown-ids.ts';

describe('the names in a file', () => {
  let harness: ExportHarness;

  beforeEach(async () => {
    harness = new ExportHarness();
    await registerKey(harness.directory, 'ak_shared', 'search service');
    await registerKey(harness.directory, 'ak_own', 'laptop of Ada', 'u_ada');
    await registerUser(harness.directory, 'u_ada', 'Ada');
    const at = (minute: number) => NOON - 3_600_000 + minute * 60_000;
    await harness.ledger.record(
      usageRecord({ accessKeyId: 'ak_shared', userId: 'u_ada', occurredAtMs: at(1) }),
      usageRecord({ accessKeyId: 'ak_own', userId: 'u_ada', occurredAtMs: at(2) }),
      usageRecord({ accessKeyId: 'ak_other', userId: 'u_other', occurredAtMs: at(3) }),
    );
  });

  async function rows(definition: Partial<ExportDefinition>): Promise<Record<string, string>[]> {
    const { id } = await harness.create({ format: 'csv', ...definition });
    expect(await harness.write(id)).toBe('done');
    return parse(await harness.content(id), { columns: true });
  }

  it('are those of the access keys and users of records', async () => {
    const recordFields = ['accessKeyId', 'accessKeyName', 'userId', 'userName'] as const;
    expect((await rows({ recordFields })).map((row) => Object.values(row))).toEqual([
      ['ak_shared', 'search service', 'u_ada', 'Ada'],
      ['ak_own', 'laptop of Ada', 'u_ada', 'Ada'],
      ['ak_other', '', 'u_other', ''],
    ]);
  });

  it('are those of the ids of statistics', async () => {
    const statistics = { subjects: ['statistics'], statisticsFields: ['id', 'name', 'requests'] } as const;
    expect(await rows({ ...statistics, dimension: 'user' })).toEqual([
      { id: 'u_ada', name: 'Ada', requests: '2' },
      { id: 'u_other', name: '', requests: '1' },
    ]);
    expect(await rows({ ...statistics, dimension: 'all' })).toEqual([{ id: '', name: '', requests: '3' }]);
  });

  it('name sub-accounts in FOCUS, if there is one', async () => {
    const focus = {
      format: 'focus',
      subjects: ['statistics'],
      dimension: 'access_key',
      period: 'day',
    } as const;
    const charges = await rows({ ...focus, billingAccount: { id: 'org' } });
    expect(charges.map(({ SubAccountId, SubAccountName }) => [SubAccountId, SubAccountName])).toEqual([
      ['ak_other', 'ak_other'],
      ['ak_own', 'laptop of Ada'],
      ['ak_shared', 'search service'],
    ]);
  });

  it('do not include users if these appear as pseudonyms, nor access keys with an owner', async () => {
    const recordFields = ['accessKeyId', 'accessKeyName', 'userId', 'userName', 'metadata'] as const;
    const shown = await rows({ recordFields, pseudonymizeUsers: true });
    const [ada, other] = [PSEUDONYMS.of('u_ada'), PSEUDONYMS.of('u_other')];
    expect(shown.map((row) => Object.values(row))).toEqual([
      ['ak_shared', 'search service', ada, '', ''],
      ['ak_own', '', ada, '', ''],
      ['ak_other', '', other, '', ''],
    ]);
  });

  it('are looked up only for columns that show them', async () => {
    const asked: NamedKind[] = [];
    Object.assign(harness.deps, {
      readNames: async (kind: NamedKind) => {
        asked.push(kind);
        return new Map();
      },
    });
    await rows({ recordFields: ['accessKeyId', 'userId'] });
    await rows({ subjects: ['statistics'], dimension: 'user', statisticsFields: ['id'] });
    expect(asked).toEqual([]);
    await rows({ recordFields: ['userName'] });
    expect(new Set(asked)).toEqual(new Set(['access_key', 'user']));
  });
});
