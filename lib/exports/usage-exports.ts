import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type CfnFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { UsageAccess } from '../access/usage-access.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import { ApiFunction } from '../shared/api-function.ts';
import { concurrencyLimit } from '../shared/concurrency-limit.ts';
import { encryptionKeyOf } from '../shared/encryption-key.ts';
import {
  auditSettings,
  eventSettings,
  ledgerSettings,
  shownIdSettings,
} from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';
import { createQueuePair, type QueuePair } from '../shared/queue-pair.ts';

/** The longest that Lambda allows. Most exports finish within one run. */
const WRITER_TIMEOUT_SECONDS = 900;
const MAXIMUM_RECEIVES = 5;

export interface UsageExportsProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly access: UsageAccess;
  /** Where finished runs of reports wait for their delivery. */
  readonly notifications: NotificationQueue;
}

/** Files of usage for download: ordered over HTTP, written in the background, deleted after some days. */
export class UsageExports extends Construct implements QueuePair {
  readonly bucket: Bucket;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly manageExports: LedgerFunction<'manage-exports'>;
  readonly writeExport: LedgerFunction<'write-export'>;

  constructor(
    scope: Construct,
    id: string,
    { configuration, data, access, notifications }: UsageExportsProps,
  ) {
    super(scope, id);
    this.bucket = this.createBucket(configuration);
    const { queue, deadLetters } = createQueuePair(this, {
      maximumReceives: MAXIMUM_RECEIVES,
      // Until the writer that has the message must have ended. AWS advises six times as long because of throttled attempts;
      // then a killed writer would delay its export by hours.
      visibilityTimeout: Duration.seconds(WRITER_TIMEOUT_SECONDS + 60),
      // An export that is lost with its message can be ordered again.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    const environment = {
      LEDGER_TABLE: data.ledger.tableName,
      EXPORT_BUCKET: this.bucket.bucketName,
      EXPORT_QUEUE_URL: this.queue.queueUrl,
    };

    this.manageExports = new ApiFunction(this, 'ManageExports', {
      configuration,
      service: 'manage-exports',
      description: 'Starts, lists and deletes exports',
      memoryMib: 512,
      environment: {
        ...environment,
        ...shownIdSettings(configuration),
        ...auditSettings(access.audit, configuration),
        EXPORT_RETENTION_DAYS: String(configuration.exportRetentionDays),
      },
    });
    access.allowAuditing(this.manageExports);
    data.allowManagingExports(this.manageExports);
    data.allowNames(this.manageExports);
    this.manageExports.allowSending(this.queue);
    this.allowLinking(this.manageExports);

    this.writeExport = new LedgerFunction(this, 'WriteExport', {
      configuration,
      service: 'write-export',
      description: 'Writes usage into files for download',
      memoryMib: 1769,
      timeoutSeconds: WRITER_TIMEOUT_SECONDS,
      environment: {
        ...environment,
        ...ledgerSettings(data.ledger, configuration),
        ...eventSettings(configuration, notifications),
        MAX_RECEIVES: String(MAXIMUM_RECEIVES),
      },
    });
    // It sends itself messages until an export is finished. AWS would take more than 16 for an endless loop and stop it.
    (this.writeExport.function.node.defaultChild as CfnFunction).recursiveLoop = RecursiveLoop.ALLOW;
    data.allowReading(this.writeExport);
    data.allowWritingExports(this.writeExport);
    data.allowNames(this.writeExport);
    this.writeExport.allowSending(this.queue, notifications.queue);
    this.allowFiles(this.writeExport, 'GetObject', 'PutObject', 'DeleteObject', 'AbortMultipartUpload');
    this.writeExport.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1,
        reportBatchItemFailures: true,
        ...concurrencyLimit(configuration.concurrency.exports),
      }),
    );
  }

  /** Makes links to files. A link allows what the function that signed it may do: download that file. */
  allowLinking(grantee: LedgerFunction): void {
    this.allowFiles(grantee, 'GetObject');
  }

  private allowFiles(grantee: LedgerFunction, ...actions: readonly string[]): void {
    grantee.allow(
      actions.map((action) => `s3:${action}`),
      [this.bucket.arnForObjects('*')],
    );
    const bucketId = this.bucket.stack.getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    grantee.acknowledgeWildcard(
      `<${bucketId}.Arn>/*`,
      'Files are named after the exports they belong to, so every object of this bucket is needed.',
    );
  }

  private createBucket({ exportRetentionDays, removeDataOnDestroy }: Configuration): Bucket {
    const rules: LifecycleRule[] = [
      {
        expiration: Duration.days(exportRetentionDays),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ];
    const key = encryptionKeyOf(Stack.of(this));
    const bucket = new Bucket(this, 'Bucket', {
      ...(key
        ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: rules,
      // CloudFormation cannot delete a bucket that holds objects. They expire, or a function of the CDK deletes them first.
      ...(removeDataOnDestroy
        ? { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }
        : { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }),
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Files live for days and are read by links only, each of which manage-exports logs; access logs would keep the addresses of people for longer.',
    });
    return bucket;
  }
}
