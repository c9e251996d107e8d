import { describe, expect, it } from '@jest/globals';
import { type HealthAnswer, healthOf } from '../../../web/src/parts/health-state.ts';

type Codes = readonly HealthAnswer['reasons'][number]['code'][];

/** The answer of one minute. */
function answer(minute: number, status: HealthAnswer['status'], codes: Codes = [], unknown: string[] = []) {
  const reasons = codes.map((code) => ({ code, message: code }));
  return { asOf: `2026-11-21T12:0${minute}:00.000Z`, status, reasons, unknown } as unknown as HealthAnswer;
}

describe('what the console says of the health', () => {
  it('is degraded only after two readings that did not reach a part', () => {
    const first = healthOf(answer(0, 'degraded', ['not_reachable']), undefined);
    expect(first.state).toBe('unanswered');
    const repeated = healthOf(answer(0, 'degraded', ['not_reachable']), first);
    expect(repeated.state).toBe('unanswered');
    const second = healthOf(answer(1, 'degraded', ['not_reachable', 'not_reachable']), repeated);
    expect(second.state).toBe('degraded');
    expect(healthOf(answer(1, 'degraded', ['not_reachable']), second).state).toBe('degraded');
    expect(healthOf(answer(2, 'ok'), second).state).toBe('ok');
    expect(healthOf(answer(3, 'degraded', ['not_reachable']), healthOf(answer(2, 'ok'), second)).state).toBe(
      'unanswered',
    );
  });

  it('is degraded at once for a reason that was measured', () => {
    expect(healthOf(answer(0, 'degraded', ['not_reachable', 'dead_letters']), undefined).state).toBe(
      'degraded',
    );
    expect(healthOf(answer(0, 'lagging', ['queue_age']), undefined).state).toBe('lagging');
  });

  it('is healthy only as far as it was measured', () => {
    expect(healthOf(answer(0, 'ok'), undefined).state).toBe('ok');
    expect(healthOf(answer(0, 'ok', [], ['metrics']), undefined).state).toBe('okInPart');
  });
});
