import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { FunctionCall } from './function-calls.ts';

/** What a role allows: one action on resources, and there on one kind of items. */
export interface FunctionGrant {
  readonly function: string;
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  /** Together with those of its statement, see `isAllowed`. */
  readonly partition?: string;
  /** All patterns of its statement. */
  readonly partitions: readonly string[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: {
    readonly 'ForAllValues:StringLike'?: { readonly 'dynamodb:LeadingKeys': string | string[] };
  };
}

/** Everything that the roles of the deployed functions allow, with the names that the deployment gave to resources. */
export async function functionGrants(): Promise<readonly FunctionGrant[]> {
  const [lambda, iam] = [new LambdaClient(), new IAMClient()];
  const grants: FunctionGrant[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
    for (const { FunctionName = '', Role = '', Environment } of Functions) {
      const service = Environment?.Variables?.['POWERTOOLS_SERVICE_NAME'];
      if (service === undefined) continue;
      const RoleName = Role.split('/').at(-1) ?? '';
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      for (const PolicyName of PolicyNames) {
        const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: Statement[] };
        grants.push(
          ...Statement.flatMap(toGrants).map((grant) => ({ ...grant, function: FunctionName, service })),
        );
      }
    }
  return grants;
}

function toGrants({ Effect, Action, Resource, Condition }: Statement) {
  if (Effect !== 'Allow') throw new Error('Roles here only allow.');
  const partitions = [Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []].flat();
  return [Action].flat().flatMap((action) =>
    [Resource].flat().flatMap((resource) => {
      const grant = { action, resource, partitions };
      return partitions.length === 0 ? [grant] : partitions.map((partition) => ({ ...grant, partition }));
    }),
  );
}

/** Whether a grant is part of what allows a call. */
export function allows(grant: FunctionGrant, call: FunctionCall): boolean {
  return (
    grant.function === call.function &&
    grant.action === call.action &&
    isLike(call.resource, grant.resource) &&
    // Every key has to match some pattern of the statement.
    (grant.partitions.length === 0 ||
      call.partitions.every((key) => grant.partitions.some((pattern) => isLike(key, pattern)))) &&
    (grant.partition === undefined || call.partitions.some((key) => isLike(key, grant.partition ?? '')))
  );
}

/** As IAM compares: `*` is any text, `?` one character. */
function isLike(value: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(value);
}
