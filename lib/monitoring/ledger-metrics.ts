import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  METRIC_NAMESPACE,
  METRICS,
  type MetricName,
  SERVICES,
  type ServiceName,
} from '../../functions/shared/metrics.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** The metrics that the functions of one stage emit. */
export class LedgerMetrics {
  private readonly stage: string;

  constructor(stage: string) {
    this.stage = stage;
  }

  /** The sum of a count, or the maximum of an age. */
  of(service: ServiceName, metricName: MetricName, period = FIVE_MINUTES): Metric {
    return new Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: { service, stage: this.stage },
      statistic: METRICS[metricName] === 'Seconds' ? 'Maximum' : 'Sum',
      period,
    });
  }

  /** A count of recorded usage. The queue's consumer records, and the API itself when the queue fails. */
  recorded(metricName: MetricName, period = FIVE_MINUTES): MathExpression {
    // All metrics of a graph share one set of ids.
    const [queued, direct] = [`queued${metricName}`, `direct${metricName}`];
    return new MathExpression({
      expression: `FILL(${queued}, 0) + FILL(${direct}, 0)`,
      usingMetrics: {
        [queued]: this.of(SERVICES.recordUsage, metricName, period),
        [direct]: this.of(SERVICES.acceptUsage, metricName, period),
      },
      period,
      label: metricName,
    });
  }

  /**
   * The share of the records sent to the API that it rejected or failed to accept; 0 unless there are so many of them, as two bad
   * records of three are no trend.
   */
  errorRate(leastRecords: number): MathExpression {
    return new MathExpression({
      expression: `IF(bad >= ${leastRecords}, bad / (bad + good), 0)`,
      usingMetrics: {
        bad: new MathExpression({
          expression:
            'FILL(rejected, 0) + FILL(failed, 0) + FILL(telemetryRejected, 0) + FILL(telemetryFailed, 0)',
          usingMetrics: {
            rejected: this.of(SERVICES.acceptUsage, 'RecordsRejected'),
            failed: this.of(SERVICES.acceptUsage, 'RecordsFailed'),
            telemetryRejected: this.of(SERVICES.acceptTelemetry, 'RecordsRejected'),
            telemetryFailed: this.of(SERVICES.acceptTelemetry, 'RecordsFailed'),
          },
        }),
        good: new MathExpression({
          expression: 'FILL(accepted, 0) + FILL(telemetryAccepted, 0)',
          usingMetrics: {
            accepted: this.of(SERVICES.acceptUsage, 'RecordsAccepted'),
            telemetryAccepted: this.of(SERVICES.acceptTelemetry, 'RecordsAccepted'),
          },
        }),
      },
      period: FIVE_MINUTES,
      label: 'ErrorRate',
    });
  }

  /** Series of a graph, one for each of the metrics and each function that emits it. */
  found(...names: readonly MetricName[]): MathExpression {
    const [first] = names;
    const statistic = first !== undefined && METRICS[first] === 'Seconds' ? 'Maximum' : 'Sum';
    return new MathExpression({
      expression:
        `SEARCH('{${METRIC_NAMESPACE},service,stage} stage="${this.stage}" ` +
        `MetricName=(${names.map((name) => `"${name}"`).join(' OR ')})', '${statistic}', 300)`,
      usingMetrics: {},
      label: '',
    });
  }
}
