import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '@token-ledger/aws';
import { HEARTBEAT_ATTRIBUTES, SOURCE_MARK_ATTRIBUTES } from '@token-ledger/aws/attribute-names';
import { HEARTBEAT_KEY, sourceKey } from '@token-ledger/aws/key-schema';
import type { RecordSource } from '@token-ledger/core';
import type { Deployment } from '../local/state.ts';

/** Moves what the ledger remembers back in time, as if so much time had passed since. */
export interface LedgerClock {
  /** The last run of the roll-up. */
  ageHeartbeat(minutes: number): Promise<void>;
  /** When a source was last heard, and since when without a pause. */
  ageSource(source: RecordSource, heardMinutes: number, steadyMinutes: number): Promise<void>;
}

export function createLedgerClock({ outputs }: Pick<Deployment, 'outputs'>): LedgerClock {
  const client = createDocumentClient();
  const TableName = outputs['LedgerTableName'] ?? '';
  const subtract = async (Key: typeof HEARTBEAT_KEY, minutes: Readonly<Record<string, number>>) => {
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    if (!Item) throw new Error(`The ledger table has no item ${JSON.stringify(Key)}.`);
    for (const [attribute, count] of Object.entries(minutes))
      await client.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'SET #time = #time - :past',
          ExpressionAttributeNames: { '#time': attribute },
          ExpressionAttributeValues: { ':past': count * 60_000 },
        }),
      );
  };
  return {
    ageHeartbeat: (minutes) => subtract(HEARTBEAT_KEY, { [HEARTBEAT_ATTRIBUTES.completedAtMs]: minutes }),
    ageSource: (source, heardMinutes, steadyMinutes) =>
      subtract(sourceKey(source), {
        [SOURCE_MARK_ATTRIBUTES.lastHeardAtMs]: heardMinutes,
        [SOURCE_MARK_ATTRIBUTES.steadySinceMs]: steadyMinutes,
      }),
  };
}
