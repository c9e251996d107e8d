import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { UsageIntake } from '../intake/usage-intake.ts';
import { ApiFunction } from '../shared/api-function.ts';
import { admissionSettings } from '../shared/function-environment.ts';
import type { LedgerFunction } from '../shared/ledger-function.ts';

export interface TelemetryIntakeProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly intake: UsageIntake;
}

/**
 * How OpenTelemetry enters the ledger. Events of Claude Code go to the live queue at once. Spans wait in the bulk queue until
 * better reports of the same calls have been recorded; then they count only if there are none.
 */
export class TelemetryIntake extends Construct {
  readonly acceptTelemetry: LedgerFunction<'accept-telemetry'>;

  constructor(scope: Construct, id: string, { configuration, data, intake }: TelemetryIntakeProps) {
    super(scope, id);
    const { live, bulk } = intake.queues;
    this.acceptTelemetry = new ApiFunction(this, 'AcceptTelemetry', {
      configuration,
      service: 'accept-telemetry',
      description: 'Validates and queues usage reported as OpenTelemetry',
      memoryMib: 512,
      environment: {
        LEDGER_TABLE: data.ledger.tableName,
        LIVE_QUEUE_URL: live.queue.queueUrl,
        BULK_QUEUE_URL: bulk.queue.queueUrl,
        SPAN_DELAY_SECONDS: String(configuration.spanDelaySeconds),
        ...admissionSettings(configuration),
      },
    });
    this.acceptTelemetry.allowSending(live.queue, bulk.queue);
    data.allowAcceptingTelemetry(this.acceptTelemetry);
  }
}
