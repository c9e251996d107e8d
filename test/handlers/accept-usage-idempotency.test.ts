import { describe, expect, it } from '@jest/globals';
import { RECORD, record, resultLines, setUp } from '../support/accepted-usage.ts';

const KEY = { 'idempotency-key': 'job-1' };

describe('an Idempotency-Key', () => {
  it('is refused with another body, of which nothing is stored', async () => {
    const { post, queue } = setUp();
    expect((await post({ records: [RECORD] }, KEY)).statusCode).toBe(202);
    const { statusCode, body } = await post({ records: [RECORD, RECORD] }, KEY);
    expect(statusCode).toBe(422);
    expect(body).toMatchObject({ code: 'idempotency_key_reused', retryable: false });
    expect(queue.sent('live')).toHaveLength(1);
  });

  it('is refused with another body also if its records have identities of their own', async () => {
    const { post } = setUp();
    await post(record('a'), KEY);
    expect((await post(record('b'), KEY)).statusCode).toBe(422);
  });

  it('may be sent with the same body as often as it takes', async () => {
    const { post } = setUp();
    const first = await post({ records: [RECORD] }, KEY);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const again = await post({ records: [RECORD] }, KEY);
      expect([again.statusCode, again.body]).toEqual([202, first.body]);
    }
  });

  it('can be used again after a request of which nothing could be stored', async () => {
    const { post } = setUp();
    const { statusCode } = await post({ ...RECORD, model: '' }, KEY);
    expect(statusCode).toBe(400);
    const { body } = await post(RECORD, KEY);
    expect(resultLines(body)).toEqual(['0 accepted']);
  });

  it('is bound by the caller: another caller has keys of its own', async () => {
    const { post } = setUp();
    const other = { accessKeyId: 'ak_other', ownerUserId: 'u_other' };
    await post(RECORD, KEY);
    expect((await post({ records: [RECORD, RECORD] }, KEY, other)).statusCode).toBe(202);
  });

  it('that cannot be checked stores nothing, and the request may be sent again', async () => {
    let down = true;
    const { post, queue, telemetry } = setUp({ binds: () => !down });
    const { statusCode, headers, body } = await post(RECORD, KEY);
    expect([statusCode, body.code, body.retryable]).toEqual([503, 'not_stored', true]);
    expect(headers['retry-after']).toBe('5');
    expect(queue.sent('live')).toEqual([]);
    expect(telemetry.lines.map(({ level }) => level)).toContain('error');

    // Requests without a key are not held up by it.
    expect((await post(record('a'))).statusCode).toBe(202);
    down = false;
    expect((await post(RECORD, KEY)).statusCode).toBe(202);
  });
});
