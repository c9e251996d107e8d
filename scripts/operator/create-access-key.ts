import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mayUseScopes, SCOPES, type Scope } from '@token-ledger/core';
import { readArguments, refused, required, runScript, UsageError } from '../command-line.ts';
import { issueAccessKey } from './issue-access-key.ts';
import { readStackOutputs } from './stack-outputs.ts';

const USAGE = `Creates an access key and shows it once.

  npm run create-access-key -- --name <name> --scopes <scope,…> [options]

  --name <name>      what the key is for
  --scopes <list>    one or more of ${SCOPES.join(', ')}, separated by commas
  --owner <user id>  the user whose usage the key reports, and reads with the scope read:own
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
  const request = {
    name: required('name', values.name),
    scopes: readScopes(values.scopes ?? ''),
    ...(values.owner && { ownerUserId: values.owner }),
  };
  if (request.scopes.includes('read:own') && !mayUseScopes(request, ['read:own', 'read', 'admin'])) {
    throw new UsageError('--owner is missing: the scope read:own is about the usage of the owner.');
  }
  const outputs = values.table === undefined ? await readStackOutputs(values.stage) : {};
  const table = required('table', values.table ?? outputs['LedgerTableName']);
  const { printed } = await issueAccessKey(new DynamoDBClient(), table, request);
  console.log(
    `${printed}\n\nStore the key now: only its hash is kept. Send it as "Authorization: Bearer <key>".`,
  );
});

function readScopes(list: string): readonly Scope[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !SCOPES.some((scope) => scope === name));
  if (unknown.length > 0) {
    throw refused('scopes', list, `one or more of ${SCOPES.join(', ')}`);
  }
  return SCOPES.filter((scope) => names.includes(scope));
}
