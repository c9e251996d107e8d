import { describe, expect, it } from '@jest/globals';
import type { BudgetResponse, IssuedAccessKeyResponse } from '@token-ledger/contract';
import { CHANNEL_OF } from '../../../functions/shared/log-channels.ts';
import { LOG_MESSAGES } from '../../../functions/shared/log-messages.ts';
import { API_REQUEST, CLAUDE_CODE, jsonRequest } from '../../support/telemetry.ts';
import { allLogs } from '../support/all-logs.ts';
import { call, postBody, waitForUsage } from '../support/api.ts';
import { issuedSecrets, PLANTED, SECRET_FORMS } from '../support/planted.ts';
import { send, waitUntilEmpty } from '../support/queue.ts';
import { newUser, record } from '../support/records.ts';

const { content, metadata, name, anthropicKey, accessKey, webhookPath } = PLANTED;

/** Sends what no log may hold, by every way in. */
export function describePlantedSecrets(): void {
  describe('content and secrets', () => {
    it('are refused, or kept where they belong', async () => {
      const user = newUser();
      const message = {
        id: `msg_${user}`,
        model: 'claude-sonnet-5-5',
        stop_reason: 'end_turn',
        content: [{ type: 'text', text: content }],
        usage: { input_tokens: 1, output_tokens: 1 },
      };
      const good = { ...record(user), metadata: { team: metadata } };
      const bad = [
        { ...record(user), prompt: content },
        { ...record(user), [content]: content },
        { ...record(user), feature: content, usage: { [content]: 1 } },
        { ...record(user), userId: anthropicKey, metadata: { key: accessKey } },
      ];
      const { body } = await postBody(JSON.stringify({ records: [good, { userId: user, message }, ...bad] }));
      expect(body).toMatchObject({ accepted: 2, rejected: 4 });
      await postBody(`{"message": ${content}}`);
      await postBody(JSON.stringify(good), { 'idempotency-key': anthropicKey });
      await send(
        JSON.stringify({ v: 1, records: [{ ...record(user), metadata: { team: metadata } }, ...bad] }),
      );
      await waitForUsage(user, 3);
      await waitUntilEmpty();
    });

    it('are in no query that is answered', async () => {
      const text = encodeURIComponent(content);
      for (const path of [`/v1/statistics?id=${text}`, `/v1/records/${text}`, `/v1/users?id=${anthropicKey}`])
        expect((await call('GET', path)).status).toBeLessThan(500);
      for (const credentials of [accessKey, anthropicKey, `eyJhbGciOiJub25lIn0.${btoa(content)}.x`]) {
        const { status } = await call('GET', '/v1/me', undefined, { authorization: `Bearer ${credentials}` });
        expect(status).toBe(401);
      }
    });

    it('come with telemetry', async () => {
      const event = {
        ...API_REQUEST,
        request_id: `req_${newUser()}`,
        prompt: content,
        'user.email': metadata,
      };
      const entries = [event, { ...event, request_id: anthropicKey }];
      const { status } = await call(
        'POST',
        '/v1/logs',
        jsonRequest('logs', { resource: CLAUDE_CODE, atMs: Date.now(), entries }),
      );
      expect(status).toBe(200);
    });

    it('are issued, and shown once', async () => {
      const key = await call<IssuedAccessKeyResponse>('POST', '/v1/access-keys', {
        name,
        scopes: ['ingest'],
      });
      const budget = await call<BudgetResponse>('POST', '/v1/budgets', {
        name,
        scope: { dimension: 'user', id: newUser() },
        period: 'monthly',
        unit: 'tokens',
        amount: '20',
        thresholds: [50],
        webhook: { url: `https://example.com/${webhookPath}` },
      });
      expect([key.status, budget.status]).toEqual([201, 201]);
      issuedSecrets.push(key.body.accessKey, budget.body.webhook?.secret ?? 'none');
      await call('POST', '/v1/users', { id: newUser(), name, email: 'ada@example.com' });
    });
  });
}

/** Reads all that was logged by then. */
export function describeLogs(): void {
  describe('the logs of the whole run', () => {
    it('hold no content and no secret', async () => {
      const lines = await allLogs();
      // What may be logged is there, so the others would be found, too.
      expect(lines.some((line) => line.includes(LOG_MESSAGES.recordsRefused.ofRequest))).toBe(true);
      expect(issuedSecrets).toHaveLength(2);
      const texts = [...Object.values(PLANTED), ...issuedSecrets];
      const found = lines.filter(
        (line) =>
          texts.some((text) => line.includes(text) || line.includes(encodeURIComponent(text))) ||
          SECRET_FORMS.some((form) => form.test(line)),
      );
      expect(found).toEqual([]);
    });

    it('say in each line of a function what it is about', async () => {
      const parsed = (await allLogs()).flatMap((line) => {
        try {
          return [JSON.parse(line) as Record<string, unknown>];
        } catch {
          // The emulator's own lines about runs.
          return [];
        }
      });
      const lines = parsed.filter(({ service, _aws }) => service !== undefined && _aws === undefined);
      expect(lines.length).toBeGreaterThan(10);
      const channels = new Set<unknown>(Object.values(CHANNEL_OF));
      expect(lines.filter(({ channel }) => !channels.has(channel))).toEqual([]);
    });
  });
}
