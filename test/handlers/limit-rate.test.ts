import { describe, expect, it } from '@jest/globals';
import { createRateLimiter } from '../../functions/authorize-request/limit-rate.ts';

function setUp() {
  let nowMs = 0;
  const isWithinRate = createRateLimiter({ perSecond: 10, burst: 3 }, () => nowMs);
  const send = (count: number, caller = 'a') =>
    Array.from({ length: count }, () => isWithinRate(caller)).filter(Boolean).length;
  return { send, advance: (ms: number) => (nowMs += ms) };
}

describe('the rate of a caller', () => {
  it('is the burst at once, then the rate per second', () => {
    const { send, advance } = setUp();
    expect(send(10)).toBe(3);
    advance(99);
    expect(send(1)).toBe(0);
    advance(1);
    expect(send(10)).toBe(1);
    let passed = 0;
    for (let step = 0; step < 100; step += 1) {
      advance(50);
      passed += send(5);
    }
    expect(passed).toBe(50);
  });

  it('saves up no more than the burst, and loses nothing when the clock goes back', () => {
    const { send, advance } = setUp();
    advance(3_600_000);
    expect(send(10)).toBe(3);
    advance(-1000);
    expect(send(10)).toBe(0);
    advance(100);
    expect(send(10)).toBe(1);
  });

  it('does not depend on other callers, however many', () => {
    const { send } = setUp();
    expect(send(10, 'b')).toBe(3);
    expect(send(10)).toBe(3);
    for (let index = 0; index < 9998; index += 1) send(1, String(index));
    expect(send(1)).toBe(0);
  });

  it('is kept for 10,000 callers, dropping the one that was quiet the longest', () => {
    const { send } = setUp();
    send(10, 'a');
    for (let index = 0; index < 10_000; index += 1) send(1, String(index));
    expect(send(10, 'a')).toBe(3);
  });
});
