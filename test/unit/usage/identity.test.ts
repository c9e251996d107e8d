import { describe, expect, it } from '@jest/globals';
import { identify, isIdempotencyKey } from '@token-ledger/core';

const idempotency = { callerKeyId: 'ak_1', key: 'job-7', index: 3 };

describe('the identity of a call', () => {
  it('is the explicit request id before anything else', () => {
    expect(identify({ requestId: 'req_1', messageId: 'msg_1', idempotency })).toEqual({
      requestId: 'req_1',
      otherName: 'msg_1',
    });
  });

  it('has a second name only where one is the id of a message and the other is not', () => {
    expect(identify({ requestId: 'msg_2', messageId: 'msg_1' })).toEqual({ requestId: 'msg_2' });
    expect(identify({ requestId: 'msg_1', messageId: 'msg_1' })).toEqual({ requestId: 'msg_1' });
    expect(identify({ requestId: 'req_1', messageId: 'chat_1' })).toEqual({ requestId: 'req_1' });
  });

  it("is Anthropic's message id when no request id is given", () => {
    expect(identify({ messageId: 'msg_1', idempotency })).toEqual({ requestId: 'msg_1' });
  });

  it('is the place in an idempotent request as a last resort, apart for every caller', () => {
    expect(identify({ idempotency })).toEqual({ requestId: 'idem:ak_1:job-7:3' });
    const ofAnother = identify({ idempotency: { ...idempotency, callerKeyId: 'ak_2' } });
    expect(ofAnother).toEqual({ requestId: 'idem:ak_2:job-7:3' });
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
