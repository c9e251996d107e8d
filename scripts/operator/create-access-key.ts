import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mayUseScopes, SCOPES, type Scope } from '@token-ledger/core';
import { readArguments, runScript, UsageError } from '../command-line.ts';
import { issueAccessKey } from './issue-access-key.ts';

const USAGE = `Creates an access key and shows it, once.

  npm run create-access-key -- --name <name> --scopes <scope,…> [options]

  --name <name>      what the key is for
  --scopes <list>    any of ${SCOPES.join(', ')}, separated by commas
  --owner <user id>  the user whose usage the key reports, and reads with the scope read:own
  --stage <stage>    which deployment, default dev
  --table <name>     the statistics table; otherwise the outputs of the stack tell it

Account and region are those of your AWS configuration (AWS_PROFILE, AWS_REGION, …). For the product of npm start set
AWS_ENDPOINT_URL to what that shows, AWS_REGION=us-east-1, and any AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;

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
  if (request.scopes.includes('read:own') && !mayUseScopes(request, ['read:own', 'read', 'admin'])) {
    throw new UsageError('--owner is missing: the scope read:own is about the usage of the owner.');
  }
  const table = values.table ?? (await ledgerTableOf(`TokenLedger-${values.stage}`));
  const { printed } = await issueAccessKey(new DynamoDBClient(), table, request);
  console.log(
    `${printed}\n\nKeep it now: only a hash of it is stored. Send it as "Authorization: Bearer <key>".`,
  );
});

function readScopes(list: string): readonly Scope[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !SCOPES.some((scope) => scope === name));
  if (unknown.length > 0) {
    throw new UsageError(`--scopes is ${JSON.stringify(list)}; allowed are ${SCOPES.join(', ')}.`);
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
