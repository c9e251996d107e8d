import { describe, expect, it } from '@jest/globals';
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
