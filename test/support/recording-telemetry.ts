import type { MetricName } from '../../functions/shared/metrics.ts';
import type { LogFields, Telemetry } from '../../functions/shared/telemetry.ts';

interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** Telemetry that keeps its metrics and log lines. */
export interface RecordingTelemetry extends Telemetry {
  /** All but those for debugging, which a deployment does not write by default. */
  readonly lines: readonly LogLine[];
  readonly debugLines: readonly LogLine[];
  /** The sum of each counted metric. */
  readonly counts: Readonly<Partial<Record<MetricName, number>>>;
  readonly flushes: number;
}

export function recordingTelemetry(): RecordingTelemetry {
  const lines: LogLine[] = [];
  const debugLines: LogLine[] = [];
  const counts: Partial<Record<MetricName, number>> = {};
  let keys: LogFields = {};
  let flushes = 0;
  const log =
    (level: LogLine['level']) =>
    (message: string, fields: LogFields = {}) => {
      (level === 'debug' ? debugLines : lines).push({ level, message, fields: { ...keys, ...fields } });
    };
  return {
    lines,
    debugLines,
    counts,
    get flushes() {
      return flushes;
    },
    logger: {
      isDebugging: true,
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
      appendKeys(fields) {
        keys = { ...keys, ...fields };
      },
      resetKeys() {
        keys = {};
      },
    },
    count(name, value) {
      if (value > 0) counts[name] = (counts[name] ?? 0) + value;
    },
    flush() {
      flushes += 1;
    },
  };
}
