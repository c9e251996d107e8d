import { describe, expect, it } from '@jest/globals';
import { createReadTextSecret } from '@token-ledger/aws';

function setUp(secrets: readonly (string | undefined)[]) {
  let [reads, nowMs] = [0, 0];
  const client = {
    send: async ({ input }: { readonly input: { readonly SecretId: string } }) => {
      expect(input).toEqual({ SecretId: 'anthropic/api-key' });
      const SecretString = secrets[Math.min(reads, secrets.length - 1)];
      reads += 1;
      return { SecretString };
    },
  };
  const read = createReadTextSecret({
    client: client as never,
    secretId: 'anthropic/api-key',
    clock: () => nowMs,
  });
  return { read, reads: () => reads, wait: (ms: number) => (nowMs += ms) };
}

describe('a secret that is one line of text', () => {
  it('is read every five minutes', async () => {
    const { read, reads, wait } = setUp(['one\n', 'two']);
    expect([await read(), await read()]).toEqual(['one', 'one']);
    wait(299_999);
    expect(await read()).toBe('one');
    wait(1);
    expect([await read(), reads()]).toEqual(['two', 2]);
  });

  it('is read again when it was refused, but not more than every ten seconds', async () => {
    const { read, reads, wait } = setUp(['one', 'two']);
    expect([await read(), await read(true), reads()]).toEqual(['one', 'one', 1]);
    wait(10_000);
    expect([await read(), await read(true), await read(true), reads()]).toEqual(['one', 'two', 'two', 2]);
  });

  it.each([undefined, '', ' ', 'two words', '{ "key": "sk-ant-x" }', 'one\ntwo'])(
    'is never %j, and the error does not hold it',
    async (secret) => {
      await expect(setUp([secret]).read()).rejects.toThrow(
        /^The secret is not one line of text without spaces\.$/,
      );
    },
  );
});
