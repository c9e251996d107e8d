import { readFile } from 'node:fs/promises';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../../scripts/local/aws-environment.ts';
import { type RequestBody, requiredGrants } from '../../support/required-grants.ts';
import { callsPathIn, DEPLOYMENT_VARIABLE, deployedProduct } from './deployed-product.ts';

/** What one call of a function needs: one decision of IAM. */
export interface FunctionCall {
  readonly function: string;
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** Of the ledger table: the kinds of items that the call is about, which one statement must allow together. */
  readonly partitions: readonly string[];
}

type RecordedCall = { readonly function: string } & (
  | { readonly operation: string; readonly body: RequestBody }
  | { readonly action: string; readonly resource: string }
);

/** Every kind of call that functions made since the product was deployed. */
export async function functionCalls(): Promise<readonly FunctionCall[]> {
  const { outputs } = await deployedProduct();
  const { LedgerTableName: ledgerTable = '' } = outputs;
  const text = await readFile(callsPathIn(process.env[DEPLOYMENT_VARIABLE] ?? ''), 'utf8');
  // A line may be on its way.
  const recorded = text
    .slice(0, text.lastIndexOf('\n'))
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedCall);
  return recorded.flatMap((call): readonly FunctionCall[] => {
    if ('action' in call) {
      // SQS decides about a batch as about its messages.
      const action = call.action.replace(/^(sqs:\w+)Batch$/, '$1');
      return [{ ...call, action, partitions: [] }];
    }
    const grants = requiredGrants(call.operation, call.body, ledgerTable);
    // Of a batch, DynamoDB compares all keys with one statement; the parts of a transaction are calls of their own.
    const isBatch = call.operation.startsWith('Batch');
    const calls = isBatch
      ? Map.groupBy(grants, ({ resource }) => resource).values()
      : grants.map((each) => [each]);
    return [...calls].flatMap((together) => {
      const [first] = together;
      if (!first) return [];
      const partitions = [...new Set(together.flatMap(({ partition }) => partition ?? []))];
      return [
        { function: call.function, action: first.action, resource: tableArn(first.resource), partitions },
      ];
    });
  });
}

function tableArn(name: string): string {
  return `arn:aws:dynamodb:${LOCAL_REGION}:${LOCAL_ACCOUNT}:table/${name}`;
}
