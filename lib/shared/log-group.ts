import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import { encryptionKeyOf } from './encryption-key.ts';

/** A log, kept as long as configured. It goes with the stack: logs hold no usage. */
export function createLogGroup(
  scope: Construct,
  id: string,
  { logRetentionDays }: Configuration,
  logGroupName?: string,
): LogGroup {
  const encryptionKey = encryptionKeyOf(Stack.of(scope));
  return new LogGroup(scope, id, {
    ...(logGroupName !== undefined && { logGroupName }),
    retention: logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(encryptionKey && { encryptionKey }),
  });
}
