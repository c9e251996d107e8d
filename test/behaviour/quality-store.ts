import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DayAudit, DayAuditStore, QualityStatusStore } from '@token-ledger/core';
import { DAY_AUDIT } from '../support/quality.ts';

/** The behaviour of every store of audits and statuses. `create` returns an empty one. */
export function describeQualityStore(
  name: string,
  create: () => Promise<DayAuditStore & QualityStatusStore>,
): void {
  describe(name, () => {
    let store: DayAuditStore & QualityStatusStore;
    beforeEach(async () => {
      store = await create();
    });
    const audit = (revision: number, day = '20261121'): DayAudit => ({ ...DAY_AUDIT, day, revision });

    it('returns an audit as it was stored', async () => {
      expect(await store.getDayAudit('20261121')).toBeUndefined();
      const { finishedAtMs: _, ...open } = audit(1);
      const unfinished = {
        ...open,
        open: [{ kind: 'hour', id: '2026112112', differed: 3, attempts: 1 }],
      } as const;
      expect(await store.putDayAudit(unfinished)).toBe(true);
      expect(await store.getDayAudit('20261121')).toEqual(unfinished);
    });

    it('takes the next revision of an audit once, and no other', async () => {
      expect(await store.putDayAudit(audit(2))).toBe(false);
      expect(await store.putDayAudit(audit(1))).toBe(true);
      expect(await store.putDayAudit({ ...audit(1), runs: 2 })).toBe(false);
      expect(await store.putDayAudit(audit(3))).toBe(false);
      expect(await store.putDayAudit(audit(2))).toBe(true);
      expect(await store.getDayAudit('20261121')).toEqual(audit(2));
    });

    it('lists the audits of a range of days in order, both ends included', async () => {
      for (const day of ['20261122', '20261120', '20261123', '20261121'])
        await store.putDayAudit(audit(1, day));
      await store.putStatuses('grades', { revision: 1, asOf: '20261121', statuses: {}, waiting: [] });
      const days = await store.listDayAudits('20261121', '20261122');
      expect(days.map(({ day }) => day)).toEqual(['20261121', '20261122']);
      expect(await store.listDayAudits('20260101', '20261119')).toEqual([]);
    });

    it('keeps statuses by kind, and takes the next revision of each once', async () => {
      const change = { subject: 'deployment', from: 'good', to: 'poor', changedAtMs: 1 };
      const statuses = { revision: 1, asOf: '20261121', statuses: { deployment: 'poor' }, waiting: [change] };
      expect(await store.getStatuses('grades')).toBeUndefined();
      expect(await store.putStatuses('grades', statuses)).toBe(true);
      expect(await store.putStatuses('grades', { ...statuses, asOf: 'other' })).toBe(false);
      expect(await store.getStatuses('grades')).toEqual(statuses);
      expect(await store.getStatuses('silence')).toBeUndefined();
    });
  });
}
