import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import {
  createDynamoAccessKeyStore,
  createDynamoLedgerTableStore,
  createDynamoSigningKeyStore,
} from '@token-ledger/aws';
import { type AccessKey, AccessKeyExistsError } from '@token-ledger/core';
import { fakeClient } from './fake-client.ts';

const KEY: AccessKey = {
  id: 'ak_1',
  name: 'search',
  scopes: ['ingest'],
  salt: '00',
  secretHash: 'ab',
  createdAtMs: 1,
  disabled: false,
  revision: 1,
};

function refused(Item?: object) {
  return new ConditionalCheckFailedException({ message: 'refused', $metadata: {}, Item: Item as never });
}

describe('writes that only the first writer may make', () => {
  it('refuse an access key whose id another one has', async () => {
    const { client } = fakeClient(() =>
      Promise.reject(
        new TransactionCanceledException({
          message: 'cancelled',
          $metadata: {},
          CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
        }),
      ),
    );
    await expect(
      createDynamoAccessKeyStore({ client, ledgerTable: 't' }).createAccessKey(KEY),
    ).rejects.toThrow(AccessKeyExistsError);
  });

  it('use the signing key that another caller stored in between', async () => {
    const theirs = new Uint8Array(32).fill(7);
    const { client, calls } = fakeClient(({ command }, index) => {
      if (command === 'PutCommand') throw refused();
      return index === 0 ? {} : { Item: { secret: theirs } };
    });
    expect(await createDynamoSigningKeyStore({ client, ledgerTable: 't' }).getOrCreate()).toEqual(theirs);
    expect(calls.map(({ command }) => command)).toEqual(['GetCommand', 'PutCommand', 'GetCommand']);
  });

  it('reject a signing key that is not 32 bytes', async () => {
    const { client } = fakeClient(() => ({ Item: { secret: new Uint8Array(31) } }));
    await expect(
      createDynamoSigningKeyStore({ client, ledgerTable: 't' }).getOrCreate(),
    ).rejects.toMatchObject({ name: 'CorruptDataError' });
  });

  it('pass on every other error', async () => {
    const { client } = fakeClient(() => Promise.reject(new Error('throttled')));
    const options = { client, ledgerTable: 't', retention: () => ({ retentionDays: 90 }) };
    const mark = { period: 'hour', bucketId: '2026112112', token: 't', firstMarkedAtMs: 1 } as const;
    await expect(createDynamoAccessKeyStore(options).createAccessKey(KEY)).rejects.toThrow('throttled');
    await expect(createDynamoLedgerTableStore(options).deleteMark(mark)).rejects.toThrow('throttled');
  });
});
