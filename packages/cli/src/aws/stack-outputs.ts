import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { UsageError } from '../errors.ts';

/** The outputs of the stack of a stage, by name. */
export async function readStackOutputs(stage: string): Promise<Readonly<Record<string, string>>> {
  const stackName = `TokenLedger-${stage}`;
  const client = new CloudFormationClient({});
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return Object.fromEntries(
      outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist'))
      throw new UsageError(`This account and region have no stack ${stackName}.`);
    throw error;
  } finally {
    client.destroy();
  }
}
