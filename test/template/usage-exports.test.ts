import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createDynamoExportStore, createDynamoNames, createDynamoSigningKeyStore } from '@token-ledger/aws';
import { EXPORT_JOB } from '../support/exports.ts';
import { grantsOf, isAllowed } from './support/permissions.ts';
import { recordCalls } from './support/record-calls.ts';
import { referred, resource, resources, synthesize } from './support/synthesize.ts';

const template = synthesize();

describe('the bucket of exports', () => {
  const bucket = (from = template) => resource(from, 'AWS::S3::Bucket', 'ExportsBucket');

  it('is the only one, encrypted, and closed to the public', () => {
    expect(resources(template, 'AWS::S3::Bucket')).toHaveLength(1);
    const { BucketEncryption, PublicAccessBlockConfiguration, OwnershipControls } = bucket().Properties;
    expect(BucketEncryption.ServerSideEncryptionConfiguration).toEqual([
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
    expect(Object.values(PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  });

  it('refuses connections without TLS, and allows nobody anything', () => {
    const { Statement } = resource(template, 'AWS::S3::BucketPolicy', 'Exports').Properties.PolicyDocument;
    expect(Statement.map(({ Effect }: { Effect: string }) => Effect)).toEqual(['Deny', 'Deny']);
    expect(Statement[0].Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
  });

  it('forgets files after the days that are configured, and what was never completed after one', () => {
    const rules = (from = template) => bucket(from).Properties.LifecycleConfiguration.Rules;
    expect(rules()).toEqual([
      { ExpirationInDays: 7, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
    ]);
    expect(rules(synthesize({ exportRetentionDays: 30 }))).toMatchObject([{ ExpirationInDays: 30 }]);
  });

  it('stays behind with what is in it', () => {
    expect(bucket().DeletionPolicy).toBe('RetainExceptOnCreate');
  });
});

describe('the queue of exports', () => {
  const queue = resource(template, 'AWS::SQS::Queue', 'ExportsQueue');
  const writer = resource(template, 'AWS::Lambda::Function', 'ExportsWriteExport');

  it('hands one export at a time to a writer, which has all the time there is', () => {
    const { Properties } = resource(template, 'AWS::Lambda::EventSourceMapping', 'ExportsWriteExport');
    expect(referred(Properties.EventSourceArn)).toBe(queue.logicalId);
    expect(Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    expect(writer.Properties.Timeout).toBe(900);
    expect(queue.Properties.VisibilityTimeout).toBeGreaterThan(900);
  });

  it('lets the writer send itself as many messages as an export takes, and no other function', () => {
    const loops = resources(template, 'AWS::Lambda::Function').filter(
      ({ Properties }) => Properties.RecursiveLoop === 'Allow',
    );
    expect(loops.map(({ logicalId }) => logicalId)).toEqual([writer.logicalId]);
  });

  it('gives up as often as the writer knows, into dead letters of its own', () => {
    const { RedrivePolicy } = queue.Properties;
    expect(referred(RedrivePolicy.deadLetterTargetArn)).toBe(
      resource(template, 'AWS::SQS::Queue', 'ExportsDeadLetters').logicalId,
    );
    expect(String(RedrivePolicy.maxReceiveCount)).toBe(writer.Properties.Environment.Variables.MAX_RECEIVES);
  });
});

describe('a function of exports may do what it needs and nothing else', () => {
  const names = new Map([
    [resource(template, 'AWS::DynamoDB::GlobalTable', 'DataLedger').logicalId, 'ledger'],
    [resource(template, 'AWS::DynamoDB::GlobalTable', 'AccessAudit').logicalId, 'audit'],
    [resource(template, 'AWS::SQS::Queue', 'ExportsQueue').logicalId, 'queue'],
    [resource(template, 'AWS::SQS::Queue', 'NotificationsQueue').logicalId, 'alert queue'],
    [resource(template, 'AWS::S3::Bucket', 'ExportsBucket').logicalId, 'files'],
  ]);
  const allowed = (name: string) =>
    grantsOf(template, name)
      .filter(({ action }) => !/^(logs|xray):/.test(action))
      .map(({ action, resource: on, partitions = [] }) =>
        [action, names.get(on) ?? on, ...partitions].join(' '),
      )
      .toSorted();

  it('manage-exports', () => {
    expect(allowed('ExportsManageExports')).toEqual([
      'dynamodb:BatchGetItem ledger K U',
      'dynamodb:DeleteItem ledger E',
      'dynamodb:GetItem ledger E',
      'dynamodb:GetItem ledger M',
      'dynamodb:PartiQLInsert audit',
      'dynamodb:PutItem ledger E',
      'dynamodb:PutItem ledger M',
      'dynamodb:Query ledger E',
      's3:GetObject files',
      'sqs:SendMessage queue',
    ]);
  });

  it('write-export', () => {
    expect(allowed('ExportsWriteExport')).toEqual([
      'dynamodb:BatchGetItem ledger K U',
      'dynamodb:BatchGetItem ledger L#* D#* T#* P M E',
      'dynamodb:DeleteItem ledger E',
      'dynamodb:GetItem ledger L#* D#* T#* P M E',
      'dynamodb:PutItem ledger E',
      'dynamodb:PutItem ledger M',
      'dynamodb:Query ledger L#* D#* T#* P M E',
      's3:AbortMultipartUpload files',
      's3:DeleteObject files',
      's3:GetObject files',
      's3:PutObject files',
      'sqs:ChangeMessageVisibility queue',
      'sqs:DeleteMessage queue',
      'sqs:GetQueueAttributes queue',
      'sqs:GetQueueUrl queue',
      'sqs:ReceiveMessage queue',
      'sqs:SendMessage alert queue',
      'sqs:SendMessage queue',
    ]);
  });
});

describe('what exports ask of DynamoDB is allowed', () => {
  const ledgerTable = resource(template, 'AWS::DynamoDB::GlobalTable', 'DataLedger').logicalId;
  const store = (client: DynamoDBDocumentClient) => createDynamoExportStore({ client, ledgerTable });

  async function write(client: DynamoDBDocumentClient): Promise<void> {
    await store(client).getExport('id');
    await store(client).replaceExport(EXPORT_JOB, 1);
    await store(client).deleteExport('id');
    await createDynamoNames({ client, ledgerTable }).getAccessKeyNames(['ak_1']);
    await createDynamoNames({ client, ledgerTable }).getUserNames(['u_1']);
    const purpose = 'pseudonyms';
    await createDynamoSigningKeyStore({ client, ledgerTable, purpose }).getOrCreate();
  }

  async function manage(client: DynamoDBDocumentClient): Promise<void> {
    await write(client);
    await store(client).insertExport(EXPORT_JOB);
    await store(client).listExports({ limit: 1 });
  }

  it.each([
    ['ExportsManageExports', 9, manage],
    ['ExportsWriteExport', 7, write],
  ])('%s', async (name, expectedCalls, use) => {
    const grants = grantsOf(template, name);
    const calls = await recordCalls(use);
    expect(calls).toHaveLength(expectedCalls);
    expect(calls.filter((call) => !isAllowed(grants, call))).toEqual([]);
  });
});
