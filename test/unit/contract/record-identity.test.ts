import { describe, expect, it } from '@jest/globals';
import { accepted, GATEWAY, MESSAGE, OWN, problems, RECORD, USAGE } from './support/parsed-record.ts';

describe('identity', () => {
  const { requestId: _, ...anonymous } = RECORD;
  const idempotency = { callerKeyId: 'ak_own', key: 'job-7', index: 3 };

  it('is the idempotency key and index when the record has none of its own', () => {
    expect(accepted(anonymous, { idempotency }).requestId).toBe('idem:ak_own:job-7:3');
    expect(accepted(RECORD, { idempotency }).requestId).toBe('req_011CXyz');
  });

  it('is required, never invented', () => {
    expect(problems(anonymous)).toEqual(['/requestId missing_identity']);
  });

  it('may be two names: the id of the message beside usage, or in the message', () => {
    const both = { requestId: 'req_011CXyz', otherName: 'msg_1' };
    expect(accepted({ ...RECORD, messageId: 'msg_1' })).toMatchObject(both);
    const { usage: _usage, model: _model, stopReason: _reason, ...rest } = RECORD;
    expect(accepted({ ...rest, message: MESSAGE })).toMatchObject(both);
    const alone = accepted({ ...anonymous, messageId: 'msg_1' });
    expect(alone).toMatchObject({ requestId: 'msg_1' });
    expect(alone).not.toHaveProperty('otherName');
  });

  it('is one name where both are the same', () => {
    const usage = accepted({ ...RECORD, requestId: 'msg_1', messageId: 'msg_1' });
    expect(usage.requestId).toBe('msg_1');
    expect(usage).not.toHaveProperty('otherName');
  });

  it('cannot be taken from those made of idempotency keys, over HTTP', () => {
    const id = 'idem:ak_own:job-7:3';
    const own = { ...anonymous, accessKeyId: 'ak_own', userId: 'u_own' };
    expect(problems({ ...own, requestId: id }, OWN)).toEqual(['/requestId reserved_value']);
    expect(problems({ ...own, messageId: id }, OWN)).toEqual(['/messageId reserved_value']);
    const { usage: _usage, model: _model, stopReason: _reason, ...rest } = own;
    expect(problems({ ...rest, message: { ...MESSAGE, id } }, GATEWAY)).toEqual([
      '/message/id reserved_value',
    ]);
    const events = [{ type: 'message_start', message: { ...MESSAGE, id } }, { type: 'message_stop' }];
    expect(problems({ ...rest, status: null, events }, GATEWAY)).toEqual([
      '/events/0/message/id reserved_value',
    ]);
    expect(problems({ ...own, requestId: 'idem' }, OWN)).toEqual([]);
    // The product's own messages have such ids.
    expect(accepted({ ...own, requestId: id }).requestId).toBe(id);
  });
});

describe('a whole message', () => {
  const { usage: _, model: __, stopReason: ___, ...rest } = RECORD;

  it('may be beside the request id of the response header, which is the better identity', () => {
    expect(accepted({ ...rest, message: MESSAGE }).requestId).toBe('req_011CXyz');
  });

  it('may not stand beside what it says itself', () => {
    const said = { usage: USAGE, model: 'm', stopReason: 'end_turn', messageId: 'msg_1' };
    const both = { ...rest, message: MESSAGE, ...said };
    expect(problems(both)).toEqual([
      '/usage conflicting_fields',
      '/model conflicting_fields',
      '/stopReason conflicting_fields',
      '/messageId conflicting_fields',
    ]);
  });

  it('is checked like the fields it replaces', () => {
    const message = {
      ...MESSAGE,
      model: undefined,
      usage: { cache_creation: { ephemeral_1h_input_tokens: 'x' } },
    };
    expect(problems({ ...rest, message })).toEqual([
      '/message/model required',
      '/message/usage/cache_creation/ephemeral_1h_input_tokens wrong_type',
      '/message/usage required',
    ]);
  });
});
