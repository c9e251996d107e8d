import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Progress, step } from '../local/progress.ts';
import { waitUntilEmpty } from '../replay/queues.ts';
import { followPreflight } from './follow-preflight.ts';
import type { LedgerUnderDrill } from './ledger-under-drill.ts';
import type { Operator } from './operator.ts';

const EMPTY_WITHIN_MS = 60_000;

/** Tables and user pool, as the setting `existing` names them. */
export interface Existing {
  readonly recordsTable: string;
  readonly ledgerTable: string;
  readonly auditTable: string;
  readonly userPoolId: string;
}

/** "Deploying again onto kept data" of `docs/operations.md`. Returns what the new deployment uses. */
export async function drillKeepData(
  ledger: LedgerUnderDrill,
  operator: Operator,
  configure: (existing?: Existing) => Promise<void>,
  progress: Progress,
): Promise<Existing> {
  const { outputs, accessKey } = ledger.deployment;
  const existing = existingOf(outputs);
  await step(progress, 'Deletion refused', () => expectRefusal(operator));
  await step(progress, 'Deleted, data kept', () => deleteStack(ledger, operator));
  await step(progress, 'Kept tables named', async () => {
    const { output } = await operator.check();
    for (const table of [existing.recordsTable, existing.ledgerTable, existing.auditTable])
      if (!output.includes(table)) throw new Error(`The preflight does not name ${table}.\n\n${output}`);
  });
  await configure(existing);
  await step(progress, 'Deployed onto kept data', async () => {
    await followPreflight(await operator.check());
    const now = await operator.deploy();
    ledger.connect(now, accessKey);
    expectSame(existing, existingOf(now));
  });
  await step(progress, 'Nothing changed, audited', () => ledger.expectUnchanged(operator));
  await step(progress, 'Recorded more usage', () => ledger.record('kept'));
  await step(progress, 'Audited', () => ledger.expectUnchanged(operator));
  await step(progress, 'Emptying refused', async () => {
    await configure();
    const { exitCode, output } = await operator.check();
    if (exitCode === 0 || !output.includes('would get an empty one'))
      throw new Error(`A deployment that would lose sight of its tables was not refused.\n\n${output}`);
    await configure(existing);
  });
  return existing;
}

async function expectRefusal(operator: Operator): Promise<void> {
  const { exitCode, output } = await operator.destroy();
  if (exitCode === 0 || !/termination ?protection/i.test(output))
    throw new Error(`The stack did not refuse its deletion.\n\n${output}`);
}

async function deleteStack({ deployment }: LedgerUnderDrill, operator: Operator): Promise<void> {
  const { outputs, stackName } = deployment;
  const queues = [outputs['LiveQueueUrl'] ?? '', outputs['BulkQueueUrl'] ?? ''];
  const [sqs, cloudFormation] = [new SQSClient({}), new CloudFormationClient({})];
  try {
    await waitUntilEmpty(sqs, queues, EMPTY_WITHIN_MS);
    await cloudFormation.send(
      new UpdateTerminationProtectionCommand({ StackName: stackName, EnableTerminationProtection: false }),
    );
    const { exitCode, output } = await operator.destroy();
    if (exitCode !== 0) throw new Error(`The stack could not be deleted.\n\n${output}`);
    for (const QueueUrl of queues) await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  } finally {
    sqs.destroy();
    cloudFormation.destroy();
  }
}

function existingOf(outputs: Readonly<Record<string, string>>): Existing {
  const value = (name: string) => {
    const found = outputs[name];
    if (found === undefined) throw new Error(`The stack has no output ${name}.`);
    return found;
  };
  return {
    recordsTable: value('RecordsTableName'),
    ledgerTable: value('LedgerTableName'),
    auditTable: value('AuditTableName'),
    userPoolId: value('UserPoolId'),
  };
}

function expectSame(expected: Existing, found: Existing): void {
  for (const name of Object.keys(expected) as (keyof Existing)[])
    if (expected[name] !== found[name])
      throw new Error(`The deployment uses ${found[name]} and not ${expected[name]} as ${name}.`);
}
