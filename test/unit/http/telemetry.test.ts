import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CHANNEL_OF } from '../../../functions/shared/log-channels.ts';
import type { ServiceName } from '../../../functions/shared/metrics.ts';
import { createTelemetry } from '../../../functions/shared/telemetry.ts';

/** The lines of the output; CloudWatch would read them from there. */
let lines: Record<string, unknown>[] = [];

beforeEach(() => {
  lines = [];
  const capture = (chunk: string | Uint8Array) => {
    lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(capture);
  jest.spyOn(process.stderr, 'write').mockImplementation(capture);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('telemetry', () => {
  it('writes metrics as one line with service and stage for dimensions', () => {
    const telemetry = createTelemetry('accept-usage', 'test');
    telemetry.count('RecordsAccepted', 3);
    telemetry.count('OldestMarkAge', 0);
    telemetry.flush();
    expect(lines).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number) as unknown,
          CloudWatchMetrics: [
            {
              Namespace: 'TokenLedger',
              Dimensions: [['service', 'stage']],
              Metrics: [
                { Name: 'RecordsAccepted', Unit: 'Count' },
                { Name: 'OldestMarkAge', Unit: 'Seconds' },
              ],
            },
          ],
        },
        service: 'accept-usage',
        stage: 'test',
        RecordsAccepted: 3,
        OldestMarkAge: 0,
      },
    ]);
  });

  it('writes nothing if nothing was counted', () => {
    const telemetry = createTelemetry('accept-usage', 'test');
    telemetry.count('RecordsAccepted', 0);
    telemetry.flush();
    telemetry.flush();
    expect(lines).toEqual([]);
  });

  it('writes each metric once', () => {
    const telemetry = createTelemetry('accept-usage', 'test');
    telemetry.count('RecordsAccepted', 1);
    telemetry.flush();
    telemetry.flush();
    expect(lines).toHaveLength(1);
  });

  it('writes log lines with service, stage, keys and error', () => {
    const { logger } = createTelemetry('record-usage', 'test');
    logger.appendKeys({ correlationId: 'request-1' });
    logger.warn('Something.', { records: 2, error: new RangeError('too far') });
    logger.resetKeys();
    logger.info('Something else.');
    expect(lines[0]).toMatchObject({
      level: 'WARN',
      message: 'Something.',
      service: 'record-usage',
      stage: 'test',
      channel: 'usage',
      correlationId: 'request-1',
      records: 2,
      error: { name: 'RangeError', message: 'too far' },
    });
    expect(lines[1]).not.toHaveProperty('correlationId');
  });

  it.each(Object.entries(CHANNEL_OF))(
    'writes lines of %s on the channel %s, and others where a line says so',
    (service, channel) => {
      const telemetry = createTelemetry(service as ServiceName, 'test');
      telemetry.logger.appendKeys({ correlationId: 'request-1' });
      telemetry.logger.error('Something.');
      telemetry.logger.resetKeys();
      telemetry.logger.warn('Something else.', { channel: 'quality' });
      telemetry.logger.info('Again.');
      expect(lines.map((line) => line['channel'])).toEqual([channel, 'quality', channel]);
    },
  );

  it('says whether lines for debugging are written', () => {
    const isDebugging = (level: string) => {
      process.env['POWERTOOLS_LOG_LEVEL'] = level;
      try {
        return createTelemetry('accept-usage', 'test').logger.isDebugging;
      } finally {
        delete process.env['POWERTOOLS_LOG_LEVEL'];
      }
    };
    expect(['DEBUG', 'INFO', 'ERROR'].map(isDebugging)).toEqual([true, false, false]);
  });
});
