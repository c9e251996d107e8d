import { describe, expect, it } from '@jest/globals';
import { identify, isIdempotencyKey } from '@token-ledger/core';

const idempotency = { callerKeyId: 'ak_1', key: 'job-7', index: 3 };

describe('the identity of a call', () => {
  it('is the explicit request id before anything else', () => {
    expect(identify({ requestId: 'req_1', messageId: 'msg_1', idempotency })).toBe('req_1');
  });

  it("is Anthropic's message id if there is no request id", () => {
    expect(identify({ messageId: 'msg_1', idempotency })).toBe('msg_1');
  });

  it('is the place in an idempotent request as a last resort, separate for every caller', () => {
    expect(identify({ idempotency })).toBe('ak_1:job-7:3');
    expect(identify({ idempotency: { ...idempotency, callerKeyId: 'ak_2' } })).toBe('ak_2:job-7:3');
  });

  it('is never invented', () => {
    expect(identify({})).toBeUndefined();
  });
});

describe('an idempotency key', () => {
  it.each([['a'], ['!~'], ['"quoted"'], ['x'.repeat(64)]])('may be %p', (key) => {
    expect(isIdempotencyKey(key)).toBe(true);
  });

  it.each([[''], ['x'.repeat(65)], ['two words'], ['tab\t'], ['ü']])('may not be %p', (key) => {
    expect(isIdempotencyKey(key)).toBe(false);
  });
});
