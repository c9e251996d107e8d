import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfiguration } from '../lib/configuration/read-configuration.ts';
import { TokenLedgerStack } from '../lib/token-ledger-stack.ts';

const app = new App();
const configuration = readConfiguration(app.node);
new TokenLedgerStack(app, `TokenLedger-${configuration.stage}`, { configuration });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
