import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { type Progress, step } from '../local/progress.ts';
import { waitUntil } from '../local/wait-until.ts';
import { openMailbox } from '../smoke/alarm-mail.ts';
import { findLeftovers } from '../smoke/leftovers.ts';
import { removeStrays } from '../smoke/remove.ts';
import type { Shell } from './command.ts';
import { createOperator, type Operator } from './operator.ts';
import type { Release } from './releases.ts';

const STAGE = 'first';
const STACK = `TokenLedger-${STAGE}`;
const ADDRESS = 'ops@example.com';
const SETTINGS = { monitoring: { alertEmail: ADDRESS } };
const MAIL_WITHIN_MS = 30_000;

/**
 * "Deploy it to AWS" of `README.md`: a first deployment fails at the end and leaves nothing behind; the next one succeeds, and
 * an alarm reaches its topic; then everything is removed.
 */
export async function drillFirstDeployment(
  release: Release,
  shell: Shell,
  progress: Progress,
): Promise<void> {
  const operator = createOperator(release, shell, STAGE);
  await release.configure(STAGE, SETTINGS);

  await step(progress, 'Failed at the end', async () => {
    const mend = await breakLate(release);
    const { exitCode, output } = await operator.tryToDeploy();
    if (exitCode === 0 || !output.includes('NeverSignalled'))
      throw new Error(`The deployment should have failed for want of a signal.\n\n${output}`);
    await mend();
  });
  await step(progress, 'Left nothing', async () => {
    const stackId = await stackIdOf();
    await expectNothing(stackId);
    const { exitCode, output } = await operator.check();
    if (exitCode === 0 || !output.includes(`delete-stack --stack-name ${STACK}`))
      throw new Error(`The preflight does not say to delete the stack.\n\n${output}`);
    await deleteStack();
  });

  const outputs = await step(progress, 'Deployed', () => operator.deploy());
  await step(progress, 'An alarm reached its topic', () => receiveAlarm(outputs['AlarmTopicArn'] ?? ''));
  await step(progress, 'Deleted with its data', () => removeEverything(operator, release));
}

/** A resource that depends on all others and fails: on AWS too. Returns how to undo that. */
async function breakLate({ directory }: Release): Promise<() => Promise<void>> {
  const path = join(directory, 'bin', 'token-ledger.ts');
  const app = await readFile(path, 'utf8');
  const broken = `${app.replace('new TokenLedgerStack(', 'const stack = new TokenLedgerStack(')}
import { CfnWaitCondition, CfnWaitConditionHandle } from 'aws-cdk-lib';
const children = stack.node.children.filter(({ node }) => node.id !== 'CDKMetadata');
const handle = new CfnWaitConditionHandle(stack, 'Handle');
const neverSignalled = new CfnWaitCondition(stack, 'NeverSignalled', { handle: handle.ref, timeout: '1' });
neverSignalled.node.addDependency(...children);
`;
  await writeFile(path, broken);
  return () => writeFile(path, app);
}

async function receiveAlarm(topicArn: string): Promise<void> {
  const sns = new SNSClient({});
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  if (!Subscriptions.some(({ Protocol, Endpoint }) => Protocol === 'email' && Endpoint === ADDRESS))
    throw new Error(`${ADDRESS} is not subscribed to ${topicArn}.`);
  const mailbox = await openMailbox(topicArn, 'drill-mailbox');
  try {
    const AlarmName = `token-ledger-${STAGE}-QuarantinedRecords`;
    await new CloudWatchClient({}).send(
      new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'A test of the mail' }),
    );
    await mailbox.next(AlarmName, 'ALARM', MAIL_WITHIN_MS);
  } finally {
    await mailbox.remove();
  }
}

/** As "Deleting a deployment" of the runbook says. */
async function removeEverything(operator: Operator, release: Release): Promise<void> {
  await release.configure(STAGE, { ...SETTINGS, removeDataOnDestroy: true });
  await operator.deploy();
  const stackId = await stackIdOf();
  const { exitCode, output } = await operator.destroy();
  if (exitCode !== 0) throw new Error(`The stack could not be deleted.\n\n${output}`);
  // A function that runs meanwhile makes its log group again in the emulator; on AWS it lacks the permission.
  await removeStrays(await findLeftovers(STAGE, stackId));
  await expectNothing(stackId);
}

async function expectNothing(stackId: string): Promise<void> {
  const leftovers = await findLeftovers(STAGE, stackId);
  if (leftovers.length > 0)
    throw new Error(
      `Something is left:\n${leftovers.map(({ kind, name }) => `  ${kind} ${name}`).join('\n')}`,
    );
}

async function stackIdOf(): Promise<string> {
  const { Stacks } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: STACK }));
  return Stacks?.[0]?.StackId ?? '';
}

async function deleteStack(): Promise<void> {
  const client = new CloudFormationClient({});
  await client.send(new DeleteStackCommand({ StackName: STACK }));
  await waitUntil('the stack to be deleted', MAIL_WITHIN_MS, () =>
    stackIdOf().then(
      () => undefined,
      () => true,
    ),
  );
}
