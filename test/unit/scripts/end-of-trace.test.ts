import { expect, it } from '@jest/globals';
import { endOfTrace } from '../../../scripts/crash/end-of-trace.ts';

it.each([
  ['2026-11-22T02:00:00Z', '2026-10-31T00:45:00.000Z'],
  ['2026-11-01T00:00:00Z', '2026-10-31T00:45:00.000Z'],
  ['2026-10-31T23:59:59.999Z', '2026-09-30T00:45:00.000Z'],
  ['2026-01-15T12:00:00Z', '2025-12-31T00:45:00.000Z'],
  ['2028-03-31T23:59:59.999Z', '2028-02-29T00:45:00.000Z'],
])('a crash check at %s ends its trace at %s', (now, end) => {
  expect(new Date(endOfTrace(Date.parse(now))).toISOString()).toBe(end);
});
