import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditEntry, AuditLog } from '@token-ledger/core';
import { ulid } from 'ulid';
import { NOON } from '../support/records.ts';

const DAY_MS = 86_400_000;

function entryAt(atMs: number, overrides: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: ulid(atMs),
    atMs,
    actor: { kind: 'access_key', id: 'ak_1' },
    operation: 'POST /v1/users',
    outcome: 'done',
    sourceIp: '192.0.2.1',
    requestId: 'request-1',
    ...overrides,
  };
}

const ALWAYS = { fromMs: NOON - 1000 * DAY_MS, toMs: NOON + DAY_MS, limit: 100 };

/** The behaviour of every audit log. `create` returns an empty one. */
export function describeAuditLog(name: string, create: () => AuditLog | Promise<AuditLog>): void {
  describe(name, () => {
    let log: AuditLog;
    beforeEach(async () => {
      log = await create();
    });

    it('returns entries as they were appended, with all their fields', async () => {
      const full = entryAt(NOON, {
        target: 'u_漢',
        range: { fromMs: NOON - DAY_MS, toMs: NOON },
        userAgent: 'curl/8',
        count: 7,
      });
      const anonymous = entryAt(NOON - 1, { actor: { kind: 'unknown' }, outcome: 'missing_credentials' });
      const person = entryAt(NOON - 2, { actor: { kind: 'person', id: 'subject-1', userId: 'u_1' } });
      for (const entry of [person, anonymous, full]) await log.append(entry);
      expect(await log.list(ALWAYS)).toStrictEqual({ entries: [full, anonymous, person] });
    });

    it('lists an operation as unfinished until it ends, then only its outcome', async () => {
      const entry = entryAt(NOON, { outcome: 'user_exists', target: 'u_1' });
      const { target: _target, ...begun } = entry;
      await log.begin(begun);
      expect((await log.list(ALWAYS)).entries).toStrictEqual([{ ...begun, outcome: 'unfinished' }]);
      await log.append(entry);
      expect((await log.list(ALWAYS)).entries).toStrictEqual([entry]);
    });

    it('never changes an existing entry', async () => {
      const entry = entryAt(NOON);
      await log.begin(entry);
      await log.append(entry);
      await log.append({ ...entry, outcome: 'forged' });
      await log.begin({ ...entry, sourceIp: 'forged' });
      expect((await log.list(ALWAYS)).entries).toStrictEqual([entry]);
    });

    it('lists exactly the range, newest first, across months and page by page', async () => {
      const entries = [0, 1, 20, 40, 100, 400].map((days) => entryAt(NOON - days * DAY_MS));
      for (const entry of entries.toReversed()) {
        await log.begin(entry);
        await log.append(entry);
      }
      const seen: AuditEntry[] = [];
      let beforeId: string | undefined;
      do {
        const page = await log.list({ ...ALWAYS, limit: 2, ...(beforeId !== undefined && { beforeId }) });
        expect(page.entries.length).toBeLessThanOrEqual(2);
        seen.push(...page.entries);
        beforeId = page.nextBeforeId;
      } while (beforeId !== undefined);
      expect(seen).toStrictEqual(entries);

      const range = { fromMs: NOON - 40 * DAY_MS, toMs: NOON - DAY_MS, limit: 10 };
      expect((await log.list(range)).entries).toStrictEqual(entries.slice(2, 4));
      expect((await log.list({ ...range, limit: 2 })).nextBeforeId).toBeUndefined();
    });

    it('keeps an entry of the last millisecond of a month in that month', async () => {
      const endMs = Date.UTC(2026, 10, 1);
      const [last, first] = [entryAt(endMs - 1), entryAt(endMs)];
      await log.append(last);
      await log.append(first);
      expect((await log.list({ fromMs: endMs, toMs: endMs + 1, limit: 9 })).entries).toStrictEqual([first]);
      expect((await log.list({ fromMs: endMs - 1, toMs: endMs, limit: 9 })).entries).toStrictEqual([last]);
    });
  });
}
