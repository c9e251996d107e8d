import { beforeEach, describe, expect, it } from '@jest/globals';
import { announceStatuses, gradesOf, type StatusChange, scoreOf } from '@token-ledger/core';
import { InMemoryQualityStore } from '@token-ledger/in-memory';
import { AuditedDays } from '../../support/audited-days.ts';
import { NOON, usageRecord } from '../../support/records.ts';

describe('a status that changed', () => {
  let statuses: InMemoryQualityStore;
  let announced: StatusChange[];
  let nowMs: number;
  let announce: (changes: readonly StatusChange[]) => Promise<void>;

  beforeEach(() => {
    statuses = new InMemoryQualityStore();
    announced = [];
    nowMs = NOON;
    announce = async (changes) => void announced.push(...changes);
  });

  const judge = (asOf: string, now: Record<string, string>) =>
    announceStatuses({ statuses, clock: () => nowMs, announce }, 'grades', asOf, now);

  it('is announced once, with what it was and when that was noticed', async () => {
    await judge('20261120', { deployment: 'good' });
    expect(announced).toEqual([]);
    nowMs += 1;
    await judge('20261121', { deployment: 'poor' });
    await judge('20261121', { deployment: 'poor' });
    await judge('20261122', { deployment: 'poor' });
    expect(announced).toEqual([{ subject: 'deployment', from: 'good', to: 'poor', changedAtMs: NOON + 1 }]);
  });

  it('is announced again, as the same change, if it is not known whether it arrived', async () => {
    await judge('20261120', { deployment: 'good' });
    announce = async (changes) => {
      announced.push(...changes);
      throw new Error('answer lost');
    };
    await expect(judge('20261121', { deployment: 'fair' })).rejects.toThrow('answer lost');
    announce = async (changes) => void announced.push(...changes);
    nowMs += 60_000;
    await judge('20261121', { deployment: 'fair' });
    await judge('20261121', { deployment: 'fair' });
    const change = { subject: 'deployment', from: 'good', to: 'fair', changedAtMs: NOON };
    expect(announced).toEqual([change, change]);
  });

  it('is announced by one of two runs that notice it at a time', async () => {
    await judge('20261120', { deployment: 'good' });
    const outcomes = await Promise.all([
      judge('20261121', { deployment: 'poor' }),
      judge('20261121', { deployment: 'poor' }),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
    expect(announced).toHaveLength(1);
  });

  it('is judged by the latest facts: those of an earlier day change nothing', async () => {
    await judge('20261121', { deployment: 'good' });
    await judge('20261120', { deployment: 'poor' });
    expect(announced).toEqual([]);
  });

  it('is that of a subject that was not judged in between', async () => {
    await judge('20261120', { 'source:gateway': 'good' });
    await judge('20261121', {});
    await judge('20261122', { 'source:gateway': 'good' });
    await judge('20261123', { 'source:gateway': 'fair' });
    expect(announced).toMatchObject([{ from: 'good', to: 'fair' }]);
  });
});

describe('the grades of an audit', () => {
  it('are those of the deployment and of each source with records', async () => {
    const source = 'gateway';
    const days = await AuditedDays.create([
      usageRecord(),
      usageRecord({ source, status: 'partial', model: 'unknown', receivedAtMs: NOON + 4_000_000 }),
    ]);
    const { audit } = await days.run();
    expect(gradesOf(audit)).toEqual({
      deployment: 'fair',
      'source:direct': 'good',
      'source:gateway': 'fair',
    });
    expect(scoreOf(audit)).toBe(86);
  });

  it('are none if there was nothing to judge', async () => {
    const { audit } = await (await AuditedDays.create([])).run();
    expect([scoreOf(audit), gradesOf(audit)]).toEqual([null, {}]);
  });
});
