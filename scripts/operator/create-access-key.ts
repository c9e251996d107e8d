import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SCOPES, type Scope } from '@token-ledger/core';
import { readArguments, runScript, UsageError } from '../command-line.ts';
import { issueAccessKey } from './issue-access-key.ts';

const USAGE = `Creates an access key and shows it once.

  npm run create-access-key -- --name <name> --scopes <scope,…> [options]

  --name <name>      what the key is for
  --scopes <list>    one or more of ${SCOPES.join(', ')}, separated by commas
  --owner <user id>  the user whose usage the key reports
  --stage <name>     the deployment (default dev)
  --table <name>     the ledger table (default: the stack's output LedgerTableName)

Account and region come from your AWS configuration (AWS_PROFILE, AWS_REGION, …). For the product of npm start, set
AWS_ENDPOINT_URL to the address under AWS in its output, AWS_REGION to us-east-1, and AWS_ACCESS_KEY_ID and
AWS_SECRET_ACCESS_KEY to any values.`;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      name: { type: 'string' },
      scopes: { type: 'string' },
      owner: { type: 'string' },
      stage: { type: 'string', default: 'dev' },
      table: { type: 'string' },
    },
  });
  if (!values.name) throw new UsageError('--name is missing.');
  const request = {
    name: values.name,
    scopes: readScopes(values.scopes ?? ''),
    ...(values.owner && { ownerUserId: values.owner }),
  };
  const table = values.table ?? (await ledgerTableOf(`TokenLedger-${values.stage}`));
  const { printed } = await issueAccessKey(new DynamoDBClient(), table, request);
  console.log(
    `${printed}\n\nStore the key now: only its hash is kept. Send it as "Authorization: Bearer <key>".`,
  );
});

function readScopes(list: string): readonly Scope[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !SCOPES.some((scope) => scope === name));
  if (unknown.length > 0) {
    throw new UsageError(
      `--scopes is ${JSON.stringify(list)}; it must list one or more of ${SCOPES.join(', ')}.`,
    );
  }
  return SCOPES.filter((scope) => names.includes(scope));
}

async function ledgerTableOf(stackName: string): Promise<string> {
  const { Stacks } = await new CloudFormationClient().send(
    new DescribeStacksCommand({ StackName: stackName }),
  );
  const output = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'LedgerTableName');
  if (output?.OutputValue === undefined) throw new Error(`Stack ${stackName} has no output LedgerTableName.`);
  return output.OutputValue;
}
