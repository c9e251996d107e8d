import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { UsageIntake } from '../intake/usage-intake.ts';
import { ApiFunction } from '../shared/api-function.ts';
import { concurrencyLimit } from '../shared/concurrency-limit.ts';
import { admissionSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';
import { createQueuePair, type QueuePair } from '../shared/queue-pair.ts';

const CONSUMER_TIMEOUT_SECONDS = 60;
const MAXIMUM_RECEIVES = 5;
/** Leaves a dead letter at least four days, as in the queues of usage. */
const RETENTION = Duration.days(10);
/** Messages of up to a few hundred spans, each of which is looked up. */
const BATCH_SIZE = 5;

export interface TelemetryIntakeProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly intake: UsageIntake;
}

/**
 * How OpenTelemetry enters the ledger. Events of Claude Code go to the live queue at once. Spans wait in a queue of their own
 * until better reports of the same calls have been recorded; then they count only if there are none.
 */
export class TelemetryIntake extends Construct {
  readonly acceptTelemetry: LedgerFunction<'accept-telemetry'>;
  readonly witnessSpans: LedgerFunction<'witness-spans'>;
  readonly spans: QueuePair;

  constructor(scope: Construct, id: string, { configuration, data, intake }: TelemetryIntakeProps) {
    super(scope, id);
    const live = intake.queues.live.queue;
    this.spans = createQueuePair(this, {
      prefix: 'Span',
      queueName: `token-ledger-${configuration.stage}-spans`,
      deliveryDelay: Duration.seconds(configuration.spanDelaySeconds),
      retention: RETENTION,
      maximumReceives: MAXIMUM_RECEIVES,
      visibilityTimeout: Duration.seconds(6 * CONSUMER_TIMEOUT_SECONDS),
      // Its messages were accepted, so they outlive the stack as the tables do.
      removalPolicy: configuration.removeDataOnDestroy
        ? RemovalPolicy.DESTROY
        : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });

    this.acceptTelemetry = new ApiFunction(this, 'AcceptTelemetry', {
      configuration,
      service: 'accept-telemetry',
      description: 'Validates and queues usage reported as OpenTelemetry',
      memoryMib: 512,
      environment: {
        LEDGER_TABLE: data.ledger.tableName,
        LIVE_QUEUE_URL: live.queueUrl,
        SPAN_QUEUE_URL: this.spans.queue.queueUrl,
        ...admissionSettings(configuration),
      },
    });
    this.acceptTelemetry.allowSending(live, this.spans.queue);
    data.allowAcceptingTelemetry(this.acceptTelemetry);

    this.witnessSpans = new LedgerFunction(this, 'WitnessSpans', {
      configuration,
      service: 'witness-spans',
      description: 'Compares spans with the ledger and records what nobody else reported',
      memoryMib: 512,
      timeoutSeconds: CONSUMER_TIMEOUT_SECONDS,
      environment: {
        RECORDS_TABLE: data.records.tableName,
        LEDGER_TABLE: data.ledger.tableName,
        LIVE_QUEUE_URL: live.queueUrl,
      },
    });
    this.witnessSpans.allowSending(live);
    data.allowWitnessing(this.witnessSpans);
    this.witnessSpans.function.addEventSource(
      new SqsEventSource(this.spans.queue, {
        batchSize: BATCH_SIZE,
        reportBatchItemFailures: true,
        ...concurrencyLimit(configuration.concurrency.spans),
      }),
    );
  }
}
