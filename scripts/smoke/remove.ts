import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Operator } from '../drills/operator.ts';
import { waitUntil } from '../local/wait-until.ts';
import { findLeftovers, type Leftover } from './leftovers.ts';

const SETTLED_WITHIN_MS = 20 * 60_000;
const ATTEMPTS = 3;

/** The stack of a stage, if it exists. */
async function findStack(stage: string): Promise<Stack | undefined> {
  const client = new CloudFormationClient({});
  try {
    return (await client.send(new DescribeStacksCommand({ StackName: `TokenLedger-${stage}` }))).Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

/** Removes a deployment in any state, and what belongs to no stack. Returns what is left after that. */
export async function removeDeployment(stage: string, operator: Operator): Promise<readonly Leftover[]> {
  const stackId = (await findStack(stage))?.StackId;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    // A deployment that was interrupted goes on without the command line.
    const stack = await waitUntil('the stack to settle', SETTLED_WITHIN_MS, async () => {
      const found = await findStack(stage);
      return isMoving(found?.StackStatus) ? undefined : { found };
    });
    if (stack.found === undefined) break;
    await operator.destroy();
  }
  const remaining = await findStack(stage);
  if (remaining)
    throw new Error(
      `The stack is in the state ${remaining.StackStatus} and could not be deleted. Remove it by hand, or its costs go on: ` +
        `aws cloudformation delete-stack --stack-name TokenLedger-${stage}`,
    );
  await removeStrays(await findLeftovers(stage, stackId));
  return findLeftovers(stage, stackId);
}

/** A stack in review has no resources yet, and waits for ever. */
const isMoving = (status = '') => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';

/** Helper functions of the CDK log without a log group of the stack, and an interrupted run leaves its mailbox. */
export async function removeStrays(leftovers: readonly Leftover[]): Promise<void> {
  const [logs, sqs] = [new CloudWatchLogsClient({}), new SQSClient({})];
  try {
    for (const { kind, name } of leftovers) {
      if (kind === 'log group') await logs.send(new DeleteLogGroupCommand({ logGroupName: name }));
      if (kind === 'queue' && name.endsWith('-mailbox'))
        await sqs.send(new DeleteQueueCommand({ QueueUrl: name }));
    }
  } finally {
    logs.destroy();
    sqs.destroy();
  }
}
