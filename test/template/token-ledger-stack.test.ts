import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { bareEnvironment } from '../native/keep-compiled-code.ts';
import { EVERYTHING } from './support/deployed-functions.ts';
import { createStack, synthesize } from './support/synthesize.ts';

describe('the stack', () => {
  it('outputs the addresses that people and tools use', () => {
    expect(Object.keys(synthesize().findOutputs('*')).toSorted()).toEqual([
      'AlarmTopicArn',
      'ApiUrl',
      'AuditTableName',
      'BudgetTopicArn',
      'BulkQueueUrl',
      'ConsoleUrl',
      'EventBusName',
      'LedgerTableName',
      'LiveQueueUrl',
      'RecordsTableName',
      'ReportTopicArn',
      'ReportingTimeZone',
      'RetentionDays',
      'Stage',
      'UserPoolClientId',
      'UserPoolId',
    ]);
  });

  it('refuses another reporting time zone than the one it was first deployed with', () => {
    const template = synthesize({ stage: 'prod', reportingTimeZone: 'Europe/Berlin' });
    // A later deployment keeps the first value, whatever default its template has.
    expect(template.findParameters('DaysBeginIn')).toMatchObject({
      DaysBeginIn: { Type: 'String', Default: 'Europe/Berlin' },
    });
    const { Rules } = template.toJSON() as { Rules: Record<string, { Assertions: object[] }> };
    expect(Rules['DaysBeginWhereTheyBegan']?.Assertions).toEqual([
      {
        Assert: { 'Fn::Equals': [{ Ref: 'DaysBeginIn' }, 'Europe/Berlin'] },
        AssertDescription: expect.stringContaining(
          'cdk deploy -c stage=prod --parameters DaysBeginIn=Europe/Berlin',
        ),
      },
    ]);
  });

  it('is the same in every account and region', () => {
    const { stack } = createStack();
    expect(JSON.stringify(stack.environment)).toBe('"aws://unknown-account/unknown-region"');
  });
});

describe('the AwsSolutions checks', () => {
  const variants = [
    {},
    EVERYTHING,
    { signIn: 'none', gateway: { mode: 'pass-through' } },
    { tracing: true, monitoring: { alarms: 'all' } },
    {
      customerManagedKey: true,
      account: '123456789012',
      region: 'eu-central-1',
      producerPrincipals: ['123456789012'],
      domainName: 'usage.example.com',
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/0f3a',
    },
    {
      removeDataOnDestroy: true,
      recordsPointInTimeRecovery: true,
      monitoring: { alertEmail: 'usage@example.com' },
      budgets: { alertEmail: 'budgets@example.com' },
      reports: { email: 'reports@example.com' },
    },
  ];

  it.each(variants)('find nothing in %j that is not explained', (settings) => {
    const { app } = createStack(settings);
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });

  it('would find something', () => {
    const { app, stack } = createStack();
    new Queue(stack, 'Unprotected');
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map(({ ruleName }) => ruleName)).toContain('AwsSolutions-SQS4');
  });

  it('are silenced only here, each time with a reason', () => {
    const { app } = createStack(EVERYTHING);
    const silenced = app.node.findAll().flatMap(acknowledged);
    expect(silenced.map(({ path, rule }) => `${path}: ${rule}`).toSorted()).toEqual(
      [
        ...['COG2', 'COG8'].map(
          (rule) => `TokenLedger/Access/SignIn/UserPool: Annotation::AwsSolutions-${rule}`,
        ),
        ...['v1--openapi.json', '', 'console.json', 'reference', 'assets--{file}'].map(
          (path) => `TokenLedger/Api/Api/GET--${path}: Annotation::AwsSolutions-APIG4`,
        ),
        'TokenLedger/Exports/Bucket: Annotation::AwsSolutions-S1',
        'TokenLedger/Health/CheckHealth/Role: Annotation::AwsSolutions-IAM5[Resource::*]',
        'TokenLedger/Health/CheckHealth/Role: Annotation::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*]',
        ...['Exports/ManageExports', 'Exports/WriteExport', 'Delivery/DeliverNotifications'].map(
          (name) =>
            `TokenLedger/${name}/Role: Annotation::AwsSolutions-IAM5[Resource::<ExportsBucket54D5CE64.Arn>/*]`,
        ),
        'TokenLedger/Reports/DeadLetters: Annotation::AwsSolutions-SQS3',
        ...['ManageReports', 'RunReport'].map(
          (name) =>
            `TokenLedger/Reports/${name}/Role: Annotation::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/token-ledger-dev-reports/*]`,
        ),
      ].toSorted(),
    );
    for (const { reason } of silenced) expect(reason).toMatch(/\w+ \w+ \w+.*\.$/);
  });

  function acknowledged({ node }: IConstruct) {
    return node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([rule, reason]) => ({ path: node.path, rule, reason }));
  }
});

describe('the app', () => {
  const outputs: string[] = [];
  afterAll(() => outputs.forEach((output) => rmSync(output, { recursive: true })));

  /** As the CDK command line runs it, with nothing of AWS in the environment. */
  async function run(context: Record<string, unknown>): Promise<string> {
    const output = mkdtempSync(join(tmpdir(), 'token-ledger-'));
    outputs.push(output);
    const root = join(import.meta.dirname, '../..');
    const { app, context: general } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
    const [command = '', ...args] = app.split(' ');
    await promisify(execFile)(join(root, command), args, {
      cwd: root,
      env: {
        ...bareEnvironment(),
        CDK_OUTDIR: output,
        CDK_CONTEXT_JSON: JSON.stringify({ ...general, 'aws:cdk:bundling-stacks': [], ...context }),
      },
    });
    return output;
  }

  it('makes the stack of the stage without credentials or look-ups', async () => {
    const output = await run({ stage: 'prod', tokenLedger: { stages: { prod: { retentionDays: 180 } } } });
    const templates = readdirSync(output).filter((name) => name.endsWith('.template.json'));
    expect(templates).toEqual(['TokenLedger-prod.template.json']);
    expect(readFileSync(join(output, 'TokenLedger-prod.template.json'), 'utf8')).toContain(
      '"RETENTION_DAYS": "180"',
    );
    expect(JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8'))).not.toHaveProperty('missing');
  });

  it('fails and says why when the configuration is not valid', async () => {
    await expect(run({ tokenLedger: { batchSize: 0 } })).rejects.toThrow(
      'tokenLedger.batchSize is 0; it must be a whole number from 1 to 10000',
    );
  });
});
