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

  it('refuses connections without TLS, and grants no access', () => {
    const { Statement } = resource(template, 'AWS::S3::BucketPolicy', 'Exports').Properties.PolicyDocument;
    expect(Statement.map(({ Effect }: { Effect: string }) => Effect)).toEqual(['Deny', 'Deny']);
    expect(Statement[0].Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
  });

  it('deletes files after the configured days, and incomplete uploads after one', () => {
    const rules = (from = template) => bucket(from).Properties.LifecycleConfiguration.Rules;
    expect(rules()).toEqual([
      { ExpirationInDays: 7, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
    ]);
    expect(rules(synthesize({ exportRetentionDays: 30 }))).toMatchObject([{ ExpirationInDays: 30 }]);
  });

  it('stays with its files when the stack is deleted', () => {
    expect(bucket().DeletionPolicy).toBe('RetainExceptOnCreate');
  });
});

describe('the queue of exports', () => {
  const queue = resource(template, 'AWS::SQS::Queue', 'ExportsQueue');
  const writer = resource(template, 'AWS::Lambda::Function', 'ExportsWriteExport');

  it('gives a writer one export at a time, and the longest timeout of Lambda', () => {
    const { Properties } = resource(template, 'AWS::Lambda::EventSourceMapping', 'ExportsWriteExport');
    expect(referred(Properties.EventSourceArn)).toBe(queue.logicalId);
    expect(Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(writer.Properties.Timeout).toBe(900);
    // What a killed writer leaves is resumed after 16 minutes (docs/exports.md), when its lease of 930 seconds is over.
    expect(queue.Properties.VisibilityTimeout).toBe(16 * 60);
  });

  it('lets only the writer send messages to itself without limit', () => {
    const loops = resources(template, 'AWS::Lambda::Function').filter(
      ({ Properties }) => Properties.RecursiveLoop === 'Allow',
    );
    expect(loops.map(({ logicalId }) => logicalId)).toEqual([writer.logicalId]);
  });

  it('moves a message to its dead letters after as many attempts as the writer counts', () => {
    const { RedrivePolicy } = queue.Properties;
    expect(referred(RedrivePolicy.deadLetterTargetArn)).toBe(
      resource(template, 'AWS::SQS::Queue', 'ExportsDeadLetters').logicalId,
    );
    expect(String(RedrivePolicy.maxReceiveCount)).toBe(writer.Properties.Environment.Variables.MAX_RECEIVES);
  });
});
