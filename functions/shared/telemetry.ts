import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { CHANNEL_OF, type LogChannel } from './log-channels.ts';
import { METRIC_NAMESPACE, METRICS, type MetricName, type ServiceName } from './metrics.ts';

/*
 * What a function reports about itself: structured logs, and metrics as log lines in CloudWatch's embedded format, which
 * cost no call. Nothing here sees events, bodies or headers, so nothing here can log content.
 */

/** Facts beside a message. Ids, counts, codes and errors; never content. */
export interface LogFields {
  /** Only where a line is about something else than the function that writes it. */
  readonly channel?: LogChannel;
  readonly [name: string]: unknown;
}

export interface Log {
  /** Whether lines of level `debug` are written; without a need nothing should be collected for them. */
  readonly isDebugging: boolean;
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

/**
 * The telemetry of a function. Logs carry `service`, `stage` and `channel`; metrics have the first two as their dimensions. Their
 * lines carry no channel: each request pays for one.
 */
export function createTelemetry(service: ServiceName, stage = process.env['STAGE'] ?? 'unknown'): Telemetry {
  const logger = new Logger({
    serviceName: service,
    persistentKeys: { stage, channel: CHANNEL_OF[service] },
  });
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
      isDebugging: logger.getLevelName() === 'DEBUG',
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
