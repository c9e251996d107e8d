import { describe, expect, it } from '@jest/globals';
import { EVERYTHING, template } from './support/deployed-functions.ts';
import { createStack, referred, resource, resources, synthesize } from './support/synthesize.ts';

/* What a company sets to make a deployment its own: key, name, producers elsewhere, tags, and what becomes of its data. */

describe('a key of the company', () => {
  const own = synthesize({
    ...EVERYTHING,
    customerManagedKey: true,
    region: 'eu-central-1',
    producerPrincipals: ['123456789012'],
  });
  const { logicalId: keyId, ...key } = resource(own, 'AWS::KMS::Key', 'Key');

  it('needs a known region', () => {
    expect(() => synthesize({ customerManagedKey: true })).toThrow(
      'tokenLedger.region is missing; it must be',
    );
  });

  it('does not exist by default', () => {
    expect(resources(template, 'AWS::KMS::Key')).toEqual([]);
  });

  it('encrypts every table, queue, topic, bucket and log', () => {
    const keyOf: Readonly<Record<string, (properties: typeof key.Properties) => unknown>> = {
      'AWS::DynamoDB::GlobalTable': ({ Replicas }) => Replicas[0].SSESpecification.KMSMasterKeyId,
      'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
      'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
      'AWS::S3::Bucket': ({ BucketEncryption }) =>
        BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID,
      'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
    };
    for (const [type, encryptedBy] of Object.entries(keyOf)) {
      const found = resources(own, type);
      expect(found.length).toBeGreaterThan(0);
      for (const { logicalId, Properties } of found)
        expect([logicalId, referred(encryptedBy(Properties))]).toEqual([logicalId, keyId]);
    }
  });

  it('is kept as long as what it encrypts, and rotates', () => {
    expect(key).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    expect(key.Properties.EnableKeyRotation).toBe(true);
    const removable = synthesize({
      customerManagedKey: true,
      region: 'eu-central-1',
      removeDataOnDestroy: true,
    });
    expect(resource(removable, 'AWS::KMS::Key', 'Key').DeletionPolicy).toBe('Delete');
  });

  it('may be used through the services that it encrypts for, within the account, and by those that deliver', () => {
    const { Statement } = key.Properties.KeyPolicy;
    const conditions = Statement.map(({ Principal, Condition }: (typeof Statement)[number]) =>
      JSON.stringify([Principal, Condition]),
    );
    const has = (...parts: readonly string[]) =>
      conditions.filter((text: string) => parts.every((part) => text.includes(part))).length;
    expect(has('"AWS":"*"', 'kms:CallerAccount', 'dynamodb.', 'sqs.', 'sns.', 's3.')).toBe(1);
    expect(has('logs.', 'kms:EncryptionContext:aws:logs:arn')).toBe(1);
    expect(has('cloudwatch.amazonaws.com', 'aws:SourceAccount')).toBe(1);
    expect(has('scheduler.amazonaws.com', 'aws:SourceAccount')).toBe(1);
    expect(has('123456789012', 'kms:ViaService', 'sqs.')).toBe(1);
    // No statement is open to everybody without a condition.
    expect(has('"AWS":"*"')).toBe(1);
  });
});

describe('a name of the company', () => {
  const settings = {
    domainName: 'usage.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/0f3a',
  };
  const own = synthesize(settings);

  it('is the only address of the API and the console', () => {
    const { Properties } = resource(own, 'AWS::ApiGatewayV2::DomainName', 'Api');
    expect(Properties.DomainName).toBe(settings.domainName);
    expect(Properties.DomainNameConfigurations).toEqual([
      { CertificateArn: settings.certificateArn, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
    ]);
    expect(resource(own, 'AWS::ApiGatewayV2::Api', 'Api').Properties.DisableExecuteApiEndpoint).toBe(true);
    expect(resources(own, 'AWS::ApiGatewayV2::ApiMapping')).toHaveLength(1);
    const { ApiUrl, ConsoleUrl, DomainTarget } = own.findOutputs('*');
    expect(JSON.stringify([ApiUrl, ConsoleUrl])).not.toContain('execute-api');
    expect(JSON.stringify(DomainTarget)).toContain('RegionalDomainName');
  });

  it('is not needed', () => {
    expect(resources(template, 'AWS::ApiGatewayV2::DomainName')).toEqual([]);
    const { Properties } = resource(template, 'AWS::ApiGatewayV2::Api', 'Api');
    expect(Properties).not.toHaveProperty('DisableExecuteApiEndpoint', true);
  });

  it('needs a certificate, and a certificate needs a name', () => {
    expect(() => synthesize({ domainName: settings.domainName })).toThrow(
      'tokenLedger.certificateArn is missing; it must be the ARN of a certificate for domainName',
    );
    expect(() => synthesize({ certificateArn: settings.certificateArn })).toThrow('together with domainName');
  });
});

describe('producers elsewhere', () => {
  it('may send usage to the queues and do nothing else', () => {
    const role = 'arn:aws:iam::210987654321:role/gateway';
    const own = synthesize({ producerPrincipals: ['123456789012', role] });
    const allowed = resources(own, 'AWS::SQS::QueuePolicy').flatMap(({ Properties }) =>
      Properties.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow').map(
        (statement: object) => ({ ...statement, queues: Properties.Queues.map(referred) }),
      ),
    );
    expect(allowed).toHaveLength(2);
    for (const { Action, Principal, queues } of allowed) {
      expect(Action).toEqual(['sqs:GetQueueUrl', 'sqs:SendMessage']);
      expect(JSON.stringify(Principal)).toContain('123456789012');
      expect(JSON.stringify(Principal)).toContain(role);
      expect(queues[0]).toMatch(/^Intake(Live|Bulk)Queue/);
    }
  });
});

describe('tags', () => {
  it('tell the bills of stages apart', () => {
    const staged = synthesize({ stage: 'prod' });
    for (const type of ['AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::S3::Bucket'])
      for (const { Properties } of resources(staged, type))
        expect(Properties.Tags).toEqual(
          expect.arrayContaining([
            { Key: 'application', Value: 'token-ledger' },
            { Key: 'stage', Value: 'prod' },
          ]),
        );
    for (const { Properties } of resources(staged, 'AWS::DynamoDB::GlobalTable'))
      expect(Properties.Replicas[0].Tags).toContainEqual({ Key: 'stage', Value: 'prod' });
  });
});

describe('what the first step of a first deployment makes', () => {
  it('can be taken back: nothing refuses deletion, and nothing is retained that was just created', () => {
    const first = synthesize({ deletionProtection: false });
    const kept = [
      ...resources(first, 'AWS::DynamoDB::GlobalTable'),
      ...resources(first, 'AWS::Cognito::UserPool'),
      ...resources(first, 'AWS::Cognito::UserPoolGroup'),
      ...resources(first, 'AWS::SQS::Queue'),
      ...resources(first, 'AWS::S3::Bucket'),
    ];
    for (const { DeletionPolicy } of kept)
      expect(['Delete', 'RetainExceptOnCreate']).toContain(DeletionPolicy);
    expect(JSON.stringify(first.toJSON())).not.toContain('"DeletionProtectionEnabled":true');
    expect(JSON.stringify(first.toJSON())).not.toContain('"DeletionProtection":"ACTIVE"');
    // Nothing else in the template outlives a failure.
    expect(JSON.stringify(first.toJSON())).not.toContain('"DeletionPolicy":"Retain"');
  });
});

describe('the stack itself', () => {
  it('refuses deletion unless data may go, but not in the first step of a first deployment', () => {
    const isProtected = (settings: object) => createStack({ ...settings }).stack.terminationProtection;
    expect(isProtected({})).toBe(true);
    expect(isProtected({ removeDataOnDestroy: true })).toBe(false);
    expect(isProtected({ deletionProtection: false })).toBe(false);
  });
});

describe('when the stack is deleted', () => {
  const removable = synthesize({ removeDataOnDestroy: true });

  it('groups of people stay with them, or go with them', () => {
    for (const { DeletionPolicy } of resources(template, 'AWS::Cognito::UserPoolGroup'))
      expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    for (const { DeletionPolicy } of resources(removable, 'AWS::Cognito::UserPoolGroup'))
      expect(DeletionPolicy).toBe('Delete');
    expect(resources(template, 'AWS::Cognito::UserPoolGroup')).toHaveLength(2);
  });

  it('files of exports are deleted before their bucket if data may go', () => {
    expect(resources(template, 'Custom::S3AutoDeleteObjects')).toEqual([]);
    const [emptying] = resources(removable, 'Custom::S3AutoDeleteObjects');
    const bucket = resource(removable, 'AWS::S3::Bucket', 'Exports');
    expect(referred(emptying?.Properties.BucketName)).toBe(bucket.logicalId);
    expect(bucket.DeletionPolicy).toBe('Delete');
  });
});
