import { expect } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfiguration } from '../../../lib/configuration/read-configuration.ts';
import { TokenLedgerStack } from '../../../lib/token-ledger-stack.ts';
import { madeTemplates } from './made-templates.ts';

// Checking a template against the schemas of CloudFormation takes the CDK far longer than making it. The test that runs
// the app as the command line does has it checked.
process.env['CDK_VALIDATION'] = 'false';

/** An app that does not bundle, as no test of the template depends on the functions' code, nor remembers who made what. */
const unbundledApp = () =>
  new App({
    context: {
      'aws:cdk:bundling-stacks': [],
      'aws:cdk:disable-stack-trace': true,
      'aws:cdk:disable-creation-stack-traces': true,
    },
  });

/** The stack of a configuration. */
export function createStack(settings: Record<string, unknown> = {}, app = unbundledApp()) {
  app.node.setContext('@aws-cdk/aws-iam:minimizePolicies', true);
  app.node.setContext('tokenLedger', settings);
  const configuration = readConfiguration(app.node);
  return { app, stack: new TokenLedgerStack(app, 'TokenLedger', { configuration }) };
}

const synthesized = new Map<string, Template>();

/**
 * Its template. The same settings are synthesized once by each process that runs tests, and read once by each file: no test may
 * change what it is given.
 */
export function synthesize(settings: Record<string, unknown> = {}): Template {
  const key = JSON.stringify(settings);
  const template = synthesized.get(key) ?? Template.fromString(madeTemplate(key, settings));
  synthesized.set(key, template);
  return template;
}

function madeTemplate(key: string, settings: Record<string, unknown>): string {
  const made =
    madeTemplates.get(key) ?? JSON.stringify(Template.fromStack(createStack(settings).stack).toJSON());
  madeTemplates.set(key, made);
  return made;
}

export interface Resource {
  readonly logicalId: string;
  // Properties are as various as AWS.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Condition?: string;
}

/** All resources of a type. */
export function resources(template: Template, type: string): readonly Resource[] {
  return Object.entries(template.findResources(type)).map(([logicalId, resource]) => ({
    logicalId,
    Properties: {},
    ...resource,
  }));
}

/** The only resource of a type whose logical id begins so. */
export function resource(template: Template, type: string, prefix: string): Resource {
  const found = resources(template, type).filter(({ logicalId }) => logicalId.startsWith(prefix));
  if (found.length !== 1 || !found[0]) throw new Error(`Found ${found.length} resources ${type} ${prefix}…`);
  return found[0];
}

/** The statement of a policy that refuses connections without TLS. */
export const TLS_ONLY = expect.objectContaining({
  Effect: 'Deny',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** What tests compare as sets. */
export function sorted(values: Iterable<string | undefined>): readonly string[] {
  return [...values].map(String).toSorted();
}

/** The logical id that an ARN or name in the template refers to. */
export function referred(value: unknown): string | undefined {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return Ref ?? attribute?.[0];
}
