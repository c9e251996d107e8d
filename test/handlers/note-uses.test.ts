import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '@token-ledger/core';
import { createLastUsedTracker } from '../../functions/authorize-request/touch-last-used.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';

function setUp(touchLastUsed: (id: string, hourStartMs: number) => Promise<void> = async () => {}) {
  const notes: [string, number][] = [];
  const telemetry = recordingTelemetry();
  let nowMs = NOON + 1;
  const note = createLastUsedTracker({
    accessKeys: {
      touchLastUsed: (id, hourStartMs) => {
        notes.push([id, hourStartMs]);
        return touchLastUsed(id, hourStartMs);
      },
    },
    clock: () => nowMs,
    logger: telemetry.logger,
  });
  return { note, notes, telemetry, advance: (ms: number) => (nowMs += ms) };
}

describe('recording that a key was used', () => {
  it('takes one write per key and hour', async () => {
    const { note, notes, advance } = setUp();
    for (const id of ['ak_1', 'ak_2', 'ak_1']) await note(id);
    advance(HOUR_MS - 2);
    await note('ak_1');
    advance(1);
    await note('ak_1');
    expect(notes).toEqual([
      ['ak_1', NOON],
      ['ak_2', NOON],
      ['ak_1', NOON + HOUR_MS],
    ]);
  });

  it('does not delay requests when it fails, and does not retry', async () => {
    const { note, notes, telemetry } = setUp(() => Promise.reject(new Error('DynamoDB is down')));
    await note('ak_1');
    await note('ak_1');
    expect(notes).toHaveLength(1);
    expect(telemetry.lines).toMatchObject([{ level: 'warn' }]);
  });

  it('delays no request by more than half a second', async () => {
    const { note } = setUp(() => new Promise(() => {}));
    // Both are timers of one process: the shorter one ends first, however slow that is.
    const tooLong = sleep(2000, 'too long', { ref: false });
    expect(await Promise.race([note('ak_1'), tooLong])).toBeUndefined();
  });
});
