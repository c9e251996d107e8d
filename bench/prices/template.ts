import { App } from 'aws-cdk-lib';
import { readConfiguration } from '../../lib/configuration/read-configuration.ts';
import { TokenLedgerStack } from '../../lib/token-ledger-stack.ts';
import type { TemplateResources } from './idle-month.ts';

/** The resources of the stack as it is deployed without settings. The code of the functions is not bundled. */
export function defaultResources(): TemplateResources {
  process.env['CDK_VALIDATION'] = 'false';
  const app = new App({
    context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-iam:minimizePolicies': true, tokenLedger: {} },
  });
  const stack = new TokenLedgerStack(app, 'TokenLedger', { configuration: readConfiguration(app.node) });
  const { Resources } = app.synth().getStackByName(stack.stackName).template as {
    Resources: TemplateResources;
  };
  return Resources;
}
