import { beforeEach, describe, expect, it } from '@jest/globals';
import { HEARD_EVERY_MS, type RecordSource } from '@token-ledger/core';
import { createHearSources, type HearSources } from '../../../functions/shared/hear-sources.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../../support/recording-telemetry.ts';
import { NOON } from '../../support/records.ts';

const report = (source: 'client' | 'span' | undefined, receivedAtMs: number) => ({
  ...(source && { source }),
  receivedAtMs,
});

describe('hearing sources', () => {
  let marks: (readonly [RecordSource, number])[];
  let isDown: boolean;
  let telemetry: RecordingTelemetry;
  let hear: HearSources;

  beforeEach(() => {
    marks = [];
    isDown = false;
    telemetry = recordingTelemetry();
    hear = createHearSources({
      store: {
        markHeard: async (source, atMs) => {
          if (isDown) throw new Error('DynamoDB is down');
          marks.push([source, atMs]);
        },
      },
      logger: telemetry.logger,
    });
  });

  it('marks each source of a batch once, by its latest report', async () => {
    await hear([report('client', NOON + 1), report(undefined, NOON), report('client', NOON)]);
    expect(marks).toEqual([
      ['client', NOON + 1],
      ['direct', NOON],
    ]);
  });

  it('marks none again within five minutes, however many reports come', async () => {
    for (let ms = 0; ms <= 2 * HEARD_EVERY_MS; ms += 1000) await hear([report('client', NOON + ms)]);
    expect(marks.map(([, atMs]) => atMs - NOON)).toEqual([0, HEARD_EVERY_MS, 2 * HEARD_EVERY_MS]);
    await hear([report('client', NOON), report('span', NOON)]);
    expect(marks.at(-1)).toEqual(['span', NOON]);
    expect(marks).toHaveLength(4);
  });

  it('marks again what could not be marked, and says so without failing', async () => {
    isDown = true;
    await hear([report('client', NOON)]);
    expect(telemetry.lines).toMatchObject([{ level: 'warn' }]);
    isDown = false;
    await hear([report('client', NOON + 1)]);
    expect(marks).toEqual([['client', NOON + 1]]);
  });
});
