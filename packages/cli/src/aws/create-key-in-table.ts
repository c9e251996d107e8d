import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { mayUseScopes } from '@token-ledger/core';
import { globalOptions } from '../command.ts';
import { CliError, UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { createPrinter } from '../output/printer.ts';
import { type AccessKeyRequest, issueAccessKey } from './issue-access-key.ts';
import { readStackOutputs } from './stack-outputs.ts';

/** Creates an access key in the ledger table of a stage, without the API: for the first key, and if every other is lost. */
export async function createKeyInTable(
  io: Io,
  command: CommandUnknownOpts,
  stage: string,
  request: AccessKeyRequest,
) {
  if (request.scopes.includes('read:own') && !mayUseScopes(request, ['read:own', 'read', 'admin']))
    throw new UsageError('--owner is missing: the scope read:own is about the usage of the owner.');
  const { LedgerTableName: table } = await readStackOutputs(stage);
  if (table === undefined) throw new CliError(`The stack of stage ${stage} has no output LedgerTableName.`);
  const client = new DynamoDBClient();
  try {
    const { id, printed } = await issueAccessKey(client, table, request);
    const created = { id, name: request.name, scopes: [...request.scopes], accessKey: printed };
    return { print: createPrinter(io, globalOptions(command).json ?? false), created };
  } finally {
    client.destroy();
  }
}
