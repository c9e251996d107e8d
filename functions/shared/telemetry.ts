import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, METRICS, type MetricName, type ServiceName } from './metrics.ts';

/*
 * What a function reports about itself: structured logs, and metrics as log lines in CloudWatch's embedded format, which
 * cost no call. Nothing here sees events, bodies or headers, so nothing here can log content.
 */

/** Facts beside a message. Ids, counts, codes and errors; never content. */
export type LogFields = Record<string, unknown>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Fields of every further line, until `resetKeys`. */
  appendKeys(fields: LogFields): void;
  resetKeys(): void;
}

export interface Telemetry {
  readonly logger: Log;
  /** Adds to a metric of this invocation. Zero events are not worth a metric; a zero duration is. */
  count(name: MetricName, value: number): void;
  /** Writes out the metrics. Call it at the end of every invocation, also of one that fails. */
  flush(): void;
}

/** What use cases need that only log. */
export interface LogDeps {
  readonly telemetry: Pick<Telemetry, 'logger'>;
}

/** The telemetry of a function. Logs carry `service` and `stage`, metrics have them as their dimensions. */
export function createTelemetry(service: ServiceName, stage = process.env['STAGE'] ?? 'unknown'): Telemetry {
  const logger = new Logger({ serviceName: service, persistentKeys: { stage } });
  const metrics = new Metrics({
    namespace: METRIC_NAMESPACE,
    serviceName: service,
    defaultDimensions: { stage },
  });
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) =>
      logger[level](message, fields);
  return {
    logger: {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      appendKeys: (fields) => logger.appendKeys(fields),
      resetKeys: () => logger.resetKeys(),
    },
    count(name, value) {
      const unit = METRICS[name];
      if (value > 0 || unit !== 'Count') metrics.addMetric(name, unit, value);
    },
    flush() {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
