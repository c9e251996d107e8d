import { describe, expect, it } from '@jest/globals';
import { setUp } from './support/called-gateway.ts';

describe('the user of a call', () => {
  const userOf = async (
    key: Parameters<ReturnType<typeof setUp>['issueKey']>[0],
    headers: Record<string, string>,
    userId?: string,
  ) => {
    const { call, issueKey, records } = setUp();
    const { printed } = await issueKey(key);
    const json = {
      metadata: { user_id: userId },
      max_tokens: 7,
      billing_policy: { bill_to: 'user_profile' },
    };
    await call({ 'x-api-key': printed, ...headers }, { json });
    expect(records()).toMatchObject([{ maxTokens: 7, billedTo: 'user_profile' }]);
    return records()[0]?.['userId'];
  };
  const any = { scopes: ['ingest:any'] } as const;
  const team = { scopes: ['ingest:users'] } as const;

  it('is the one of the header, else that of the request, else the owner of the key', async () => {
    expect(await userOf(any, { 'x-token-ledger-user': 'u_1' }, 'u_2')).toBe('u_1');
    expect(await userOf(team, { 'x-token-ledger-user': 'u_1' }, 'u_2')).toBe('u_1');
    expect(await userOf(any, {}, 'u_2')).toBe('u_2');
    expect(await userOf({ ownerUserId: 'u_3' }, {})).toBe('u_3');
    expect(await userOf({}, {})).toBeUndefined();
  });

  it('is not the one of the request if the key may not name it, or a record cannot hold it', async () => {
    expect(await userOf({ ownerUserId: 'u_3' }, {}, 'u_2')).toBe('u_3');
    expect(await userOf({}, {}, 'u_2')).toBeUndefined();
    expect(await userOf(any, {}, 'a name of more than four words')).toBeUndefined();
    expect(await userOf(any, {}, 'u'.repeat(129))).toBeUndefined();
  });
});

describe('the user of a call of Claude Code', () => {
  const uuid = '0b5e4c1a-7d2f-4e9b-8a63-1f0c9d2e7b54';
  const hex = 'a1'.repeat(32);
  const session = { 'x-claude-code-session-id': uuid };

  it.each<[string, Record<string, string>, string]>([
    ['a device, an account and a session', {}, `user_${hex}_account_${uuid}_session_${uuid}`],
    // Shortened, so that a record could hold it.
    ['an account and a session', {}, `user_a1_account_${uuid}_session_${uuid}`],
    ['a device and a session without an account', {}, `user_a1_account__session_${uuid}`],
    ['a device in JSON', {}, '{"device_id":"a1"}'],
    ['a session in JSON', {}, JSON.stringify({ session_id: uuid })],
    ['anything beside the header of a session', session, 'u_2'],
  ])('is the owner of the key, not %s', async (_, headers, userId) => {
    const { call, issueKey, records } = setUp();
    const { printed } = await issueKey({ scopes: ['ingest:any'], ownerUserId: 'u_3' });
    const json = { metadata: { user_id: userId }, max_tokens: 7 };
    await call({ 'x-api-key': printed, ...headers }, { json });
    expect(records()).toMatchObject([{ maxTokens: 7, userId: 'u_3' }]);
    await call({ 'x-api-key': printed, 'x-token-ledger-user': 'u_1', ...headers }, { json });
    expect(records()[1]).toMatchObject({ userId: 'u_1' });
  });

  it('is the one of the request if its name only resembles theirs', async () => {
    const { call, issueKey, records } = setUp();
    const { printed } = await issueKey({ scopes: ['ingest:any'], ownerUserId: 'u_3' });
    const names = ['user_a1', `user_a1_account_b_session_${uuid}`, '{"id":"a1"}', '{device_id}'];
    for (const userId of names)
      await call({ 'x-api-key': printed }, { json: { metadata: { user_id: userId } } });
    expect(records().map(({ userId }) => userId)).toEqual(names);
  });
});
