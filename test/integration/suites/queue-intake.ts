import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createDocumentClient, createDynamoLedgerStore, utcDay } from '@token-ledger/aws';
import { waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { patient } from '../support/patient.ts';
import { send, takeDeadLetter, withFastRedelivery } from '../support/queue.ts';
import { newUser, record } from '../support/records.ts';

export function describeQueueIntake(): void {
  describe('usage sent to the queue', () => {
    it('counts the valid records of a message and quarantines the others, without their content', async () => {
      const user = newUser();
      const bad = { ...record(user), prompt: 'a secret' };
      await send(JSON.stringify({ v: 1, records: [record(user), bad, record(user), { requestId: 7 }] }));
      expect(await waitForUsage(user, 2)).toMatchObject({ requests: 2n, input: 20n });

      const quarantined = await quarantinedToday();
      const found = quarantined.find(({ record: text }) => text.includes(bad.requestId));
      expect(found).toMatchObject({ reason: 'invalid_record', problems: [{ path: '/*' }] });
      expect(JSON.stringify(quarantined)).not.toContain('a secret');
      expect(quarantined.filter(({ reason }) => reason === 'invalid_record')).toHaveLength(2);
    });

    it('counts the message of the documentation, as it is written there', async () => {
      const [, body = ''] =
        /--message-body '(\{.*?\})'\n```/s.exec(readFileSync('docs/queue.md', 'utf8')) ?? [];
      const user = newUser();
      await send(body.replace('u_42', user).replace('req_011CXyz', `req_${user}`));
      expect(await waitForUsage(user, 1)).toMatchObject({ requests: 1n, input: 1000n, total: 1500n });
    });

    it('moves a message that is not usage to the dead-letter queue, unchanged', async () => {
      const user = newUser();
      await withFastRedelivery(2, async () => {
        await send('This is not JSON.');
        await send(JSON.stringify(record(user)));
        expect(await waitForUsage(user, 1)).toMatchObject({ requests: 1n });
        expect(await takeDeadLetter()).toBe('This is not JSON.');
      });
    });
  });
}

async function quarantinedToday() {
  const { outputs } = await deployedProduct();
  const { RecordsTableName: recordsTable = '', LedgerTableName: ledgerTable = '' } = outputs;
  const store = createDynamoLedgerStore({
    client: patient(createDocumentClient()),
    recordsTable,
    ledgerTable,
    retention: () => ({ retentionDays: 90 }),
  });
  return store.listQuarantined(utcDay(Date.now()));
}
