import { describe, expect, it } from '@jest/globals';
import type {
  FailedMessageResponse,
  FailedMessagesResponse,
  ProblemDocument,
  RetryResponse,
} from '@token-ledger/contract';
import { waitFor } from '../../support/wait-for.ts';
import { call as callApi, usageOf, waitForUsage } from '../support/api.ts';
import { send, sendDeadLetter, withFastRedelivery } from '../support/queue.ts';
import { newUser, record } from '../support/records.ts';

const POISON = 'Tell me a secret. This is not JSON.';

export function describeFailedMessages(): void {
  describe('a failed message', () => {
    it('that is not usage is listed and shown without its content, cannot be retried, and can be deleted', async () => {
      await withFastRedelivery(1, async () => {
        await send(POISON);
        const { id } = await waitFor('the message to be given up', async () =>
          (await list()).messages.find(({ bytes }) => bytes === POISON.length),
        );
        const shown = await call<FailedMessageResponse>('GET', `/${id}`);
        expect(shown).toMatchObject({
          status: 200,
          body: { place: 'live', reason: 'unreadable', retryable: false, problems: [{ path: '' }] },
        });
        expect(JSON.stringify(shown)).not.toContain('secret');
        expect(shown.body.receives).toBeGreaterThan(1);
        const retried = await call<ProblemDocument>('POST', `/${id}/retry`);
        expect(retried).toMatchObject({ status: 409, body: { code: 'not_recordable' } });
        expect((await call('DELETE', `/${id}`)).status).toBe(204);
        expect(await call('GET', `/${id}`)).toMatchObject({ status: 404 });
      });
    });

    it('of usage counts once after a retry, while others stay', async () => {
      const user = newUser();
      const [first, second] = [record(user), record(user)];
      const body = JSON.stringify({ v: 1, records: [first, second] });
      for (let index = 0; index < 25; index += 1) await sendDeadLetter(`other ${index}`);
      // The state after a crash between sending and deleting: in both queues.
      await send(body);
      await waitForUsage(user, 2);
      await sendDeadLetter(body);

      const { messages, complete } = await list();
      expect([messages.length, complete]).toEqual([26, true]);
      const { id } = messages.find(({ records }) => records === 2) ?? { id: '' };
      expect((await call<FailedMessageResponse>('GET', `/${id}`)).body).toMatchObject({
        reason: 'not_recorded',
        requestIds: [first.requestId, second.requestId],
        problems: [],
      });
      const retried = await call<RetryResponse>('POST', `/${id}/retry`);
      expect(retried).toEqual({ status: 202, body: { id, queue: 'live' } });
      expect((await call('POST', `/${id}/retry`)).status).toBe(404);

      const left = (await list()).messages;
      expect(left).toHaveLength(25);
      for (const other of left) expect((await call('DELETE', `/${other.id}`)).status).toBe(204);
      expect(await list()).toMatchObject({ complete: true, messages: [] });
      expect(await usageOf(user)).toMatchObject({ requests: 2n });
    });

    it('in quarantine is listed, stays when it is still too old, and can be deleted', async () => {
      const old = { ...record(newUser()), occurredAt: new Date(Date.now() - 40 * 86_400_000).toISOString() };
      await send(JSON.stringify(old));
      const { id } = await waitFor('the record to be set aside', async () =>
        (await list('quarantine')).messages.find(({ requestIds }) => requestIds?.includes(old.requestId)),
      );
      const retried = await call<ProblemDocument>('POST', `/${id}/retry`);
      expect(retried).toMatchObject({ status: 409, body: { errors: [{ code: 'too_old' }] } });
      expect((await call('GET', `/${id}`)).status).toBe(200);
      expect((await call('DELETE', `/${id}`)).status).toBe(204);
      expect((await call('GET', `/${id}`)).status).toBe(404);
    });
  });
}

async function list(place = 'live'): Promise<FailedMessagesResponse> {
  return (await call<FailedMessagesResponse>('GET', `?place=${place}`)).body;
}

const call = <T>(method: string, path: string) => callApi<T>(method, `/v1/failed-messages${path}`);
