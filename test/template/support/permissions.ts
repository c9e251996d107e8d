import type { Template } from 'aws-cdk-lib/assertions';
import { referred, resource, resources } from './synthesize.ts';

/** One action that a role allows on one resource. */
export interface Grant {
  readonly action: string;
  /** Logical id, or `*`. */
  readonly resource: string;
  /** Patterns of partition keys that it is restricted to. */
  readonly partitions?: readonly string[];
}

/** What a call needs. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly partition: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: { 'ForAllValues:StringLike'?: { 'dynamodb:LeadingKeys': string[] } };
}

/** Everything that the role of a function allows. */
export function grantsOf(template: Template, functionPrefix: string): readonly Grant[] {
  const fn = resource(template, 'AWS::Lambda::Function', functionPrefix);
  return grantsOfRole(template, referred(fn.Properties.Role));
}

export function grantsOfRole(template: Template, role: string | undefined): readonly Grant[] {
  return resources(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some((each: unknown) => referred(each) === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
    .flatMap(toGrants);
}

export function isAllowed(grants: readonly Grant[], call: Call): boolean {
  return grants.some(
    (grant) =>
      grant.action === call.action &&
      grant.resource === call.resource &&
      (!grant.partitions || grant.partitions.some((pattern) => matches(pattern, call.partition))),
  );
}

function toGrants(statement: Statement): readonly Grant[] {
  if (statement.Effect !== 'Allow') throw new Error('Roles here only allow.');
  const partitions = statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  return [statement.Action].flat().flatMap((action) =>
    [statement.Resource].flat().map((on) => ({
      action,
      resource:
        typeof on === 'string'
          ? on
          : String(referred(on) ?? bucketOf(on) ?? alarmsOf(on) ?? literalEndOf(on)),
      ...(partitions && { partitions }),
    })),
  );
}

/** Of the objects of a bucket, which are its ARN and a pattern. */
function bucketOf(on: unknown): string | undefined {
  const { 'Fn::Join': [, [bucket, objects] = []] = [] } = on as { 'Fn::Join'?: [string, unknown[]] };
  return objects === '/*' ? referred(bucket) : undefined;
}

/** All alarms of the account in the region. */
function alarmsOf(on: unknown): string | undefined {
  const { 'Fn::Join': [separator, parts = []] = [] } = on as { 'Fn::Join'?: [string, unknown[]] };
  const joined = parts.map((part) => (typeof part === 'string' ? part : referred(part))).join(separator);
  return joined === 'arn:AWS::Partition:cloudwatch:AWS::Region:AWS::AccountId:alarm:*' ? 'alarms' : undefined;
}

/** What stands behind the account in an ARN, of something that has a name of its own. */
function literalEndOf(on: unknown): string | undefined {
  const { 'Fn::Join': [, parts = []] = [] } = on as { 'Fn::Join'?: [string, unknown[]] };
  const last = parts.at(-1);
  return typeof last === 'string' ? last.replace(/^:/, '') : undefined;
}

function matches(pattern: string, value: string): boolean {
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
