import { describe, expect, it } from '@jest/globals';
import type {
  AuditResponse,
  IssuedAccessKeyResponse,
  ProblemDocument,
  RecordsResponse,
  StatisticsResponse,
  UserListResponse,
} from '@token-ledger/contract';
import { call, postBody, postRecords, waitForUsage, yesterday } from '../support/api.ts';
import { newUser, record } from '../support/records.ts';

const bearer = (accessKey: string) => ({ authorization: `Bearer ${accessKey}` });

export function describeAccess(): void {
  describe('access keys over HTTP', () => {
    it("work as soon as they are created, with both secrets during a rotation's overlap, and are audited", async () => {
      const user = newUser();
      const from = new Date(Date.now() - 1000).toISOString();
      const scopes = ['ingest:any'];
      const created = await call<IssuedAccessKeyResponse>('POST', '/v1/access-keys', {
        name: 'integration',
        scopes,
      });
      expect(created.status).toBe(201);
      const { id, accessKey } = created.body;
      const rotated = await call<IssuedAccessKeyResponse>('POST', `/v1/access-keys/${id}/rotate`);
      for (const each of [accessKey, rotated.body.accessKey]) {
        const answer = await postBody(JSON.stringify(record(user)), bearer(each));
        expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } });
      }
      expect(await waitForUsage(user, 2)).toMatchObject({ requests: 2n });

      const key = await call<IssuedAccessKeyResponse>('GET', `/v1/access-keys/${id}`);
      expect(key.body).toMatchObject({ name: 'integration', scopes, disabled: false });
      expect(Date.now() - Date.parse(key.body.lastUsedHour ?? '')).toBeLessThan(2 * 3_600_000);

      const audit = await call<AuditResponse>('GET', `/v1/audit?from=${from}`);
      const entries = audit.body.entries.filter(({ target }) => target === id);
      expect(entries.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
        'POST /v1/access-keys/{id}/rotate done',
        'POST /v1/access-keys done',
      ]);
    });

    it('cannot do what their scopes do not allow, which is audited as well', async () => {
      const from = new Date(Date.now() - 1000).toISOString();
      const { body } = await call<IssuedAccessKeyResponse>('POST', '/v1/access-keys', {
        name: 'reader',
        scopes: ['read'],
      });
      const key = bearer(body.accessKey);
      const refused = await call<ProblemDocument>('GET', '/v1/access-keys', undefined, key);
      expect([refused.status, refused.body.code]).toEqual([403, 'insufficient_scope']);
      const audit = await call<AuditResponse>('GET', `/v1/audit?from=${from}`);
      expect(audit.body.entries).toContainEqual(
        expect.objectContaining({
          actor: { kind: 'access_key', id: body.id, name: 'reader' },
          operation: 'GET /v1/access-keys',
          outcome: 'insufficient_scope',
        }),
      );
    });

    it.each(['team/a', 'r?1', 'a#b', '100%', 'a b', '%2F'])(
      'reach users and records whose ids have what a path cannot carry, such as %s, by the query',
      async (odd) => {
        const id = `${newUser()} ${odd}`;
        const query = new URLSearchParams({ id }).toString();
        expect((await call('POST', '/v1/users', { id, name: 'Ada' })).status).toBe(201);
        const [posted] = [{ ...record(id), requestId: id }];
        expect(await postRecords([posted])).toMatchObject({ status: 202 });
        expect(await waitForUsage(id, 1)).toMatchObject({ requests: 1n });
        const found = await call<UserListResponse>('GET', `/v1/users?${query}`);
        expect(found.body.users).toMatchObject([{ id, name: 'Ada', disabled: false }]);
        const changed = await call('PUT', `/v1/users?${query}`, { name: 'Ada L.', disabled: true });
        expect(changed).toMatchObject({ status: 200, body: { id, name: 'Ada L.', disabled: true } });
        const byRequestId = new URLSearchParams({ requestId: id }).toString();
        const records = await call<RecordsResponse>('GET', `/v1/records?${byRequestId}`);
        expect(records.body.records).toMatchObject([{ requestId: id, userId: id }]);
      },
    );

    it('shows the names of users beside their ids', async () => {
      const id = newUser();
      expect((await call('POST', '/v1/users', { id, name: 'Ada' })).status).toBe(201);
      await postRecords([record(id)]);
      await waitForUsage(id, 1);
      const from = yesterday();
      const query = new URLSearchParams({ dimension: 'user', id, from });
      const statistics = await call<StatisticsResponse>('GET', `/v1/statistics?${query.toString()}`);
      expect(statistics.body).toMatchObject({ id, name: 'Ada', rows: [{ id, name: 'Ada' }] });
      const records = await call<RecordsResponse>('GET', `/v1/records?userId=${id}&from=${from}`);
      expect(records.body.records).toMatchObject([{ userId: id, userName: 'Ada' }]);
    });
  });
}
