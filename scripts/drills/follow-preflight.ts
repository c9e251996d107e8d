import {
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { CommandResult } from './command.ts';

/** Does to tables what `npm run deploy` asks for, by the same calls as the commands that it prints. */
export async function followPreflight({ output }: CommandResult): Promise<void> {
  const client = new DynamoDBClient({});
  const asked = (command: string) => [
    ...output.matchAll(new RegExp(`aws dynamodb ${command} --table-name (\\S+) (.*)`, 'g')),
  ];
  try {
    for (const [, TableName, options = ''] of asked('update-time-to-live')) {
      const AttributeName = /AttributeName=(\w+)/.exec(options)?.[1];
      const TimeToLiveSpecification = { Enabled: true, AttributeName };
      await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    }
    for (const [, TableName] of asked('update-continuous-backups'))
      await client.send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      );
  } finally {
    client.destroy();
  }
}
