import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { UsageError } from '../command-line.ts';

/** The outputs of a deployed stack, by their names. */
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
      throw new UsageError(`There is no stack ${stackName} in this account and region.`);
    throw error;
  } finally {
    client.destroy();
  }
}
