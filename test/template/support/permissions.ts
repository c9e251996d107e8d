import type { Template } from 'aws-cdk-lib/assertions';
import type { ServiceName } from '../../../functions/shared/metrics.ts';
import { functionOf, RESOURCES } from './deployed-functions.ts';
import { referred, resources } from './synthesize.ts';

/** What a role allows, or what a call needs: one action on one resource, and there on one kind of items or objects. */
export interface Grant {
  readonly action: string;
  /** Logical id, name, or `*`. */
  readonly resource: string;
  /** Pattern of partition keys that it is restricted to. */
  readonly partition?: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: { 'ForAllValues:StringLike'?: { 'dynamodb:LeadingKeys': string[] } };
}

/** Everything that the role of a function allows. */
export function grantsOf(template: Template, service: ServiceName): readonly Grant[] {
  return grantsOfRole(template, referred(functionOf(service, template).Properties.Role));
}

export function grantsOfRole(template: Template, role: string | undefined): readonly Grant[] {
  return statementsOf(template, role).flatMap(toGrants);
}

export function statementsOf(template: Template, role: string | undefined): readonly Statement[] {
  return resources(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some((each: unknown) => referred(each) === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

const NAMES = new Map(Object.entries(RESOURCES).map(([name, id]) => [id, name]));

/** As `action resource partition`, each once and in order, so that an expectation reads as a list. */
export function described(grants: readonly Grant[]): readonly string[] {
  const texts = grants.map(({ action, resource: on, partition }) =>
    [action, NAMES.get(on) ?? on, partition ?? []].flat().join(' '),
  );
  return [...new Set(texts)].toSorted();
}

function toGrants({ Effect, Action, Resource, Condition }: Statement): readonly Grant[] {
  if (Effect !== 'Allow') throw new Error('Roles here only allow.');
  const partitions = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  return [Action].flat().flatMap((action) =>
    [Resource].flat().flatMap((on): readonly Grant[] => {
      const grant = { action, resource: resourceOf(on) };
      return partitions ? partitions.map((partition) => ({ ...grant, partition })) : [grant];
    }),
  );
}

function resourceOf(on: unknown): string {
  if (typeof on === 'string') return on;
  const id = referred(on);
  if (id !== undefined) return id;
  const { 'Fn::Join': [, parts = []] = [] } = on as { 'Fn::Join'?: [string, unknown[]] };
  const last = parts.at(-1);
  if (typeof last !== 'string') throw new Error(`Not the ARN of a resource: ${JSON.stringify(on)}`);
  // The objects of a bucket are its ARN and a pattern; other names stand behind the account.
  return last === '/*' ? `${referred(parts[0])}` : last.replace(/^:/, '');
}
