import { afterEach, expect, it } from '@jest/globals';
import { limitMs } from '../../../packages/aws/src/clients.ts';

const before = process.env['AWS_ENDPOINT_URL'];
afterEach(() => {
  if (before === undefined) delete process.env['AWS_ENDPOINT_URL'];
  else process.env['AWS_ENDPOINT_URL'] = before;
});

it('gives a call the time that AWS may need, and ten times as long in an emulator', () => {
  delete process.env['AWS_ENDPOINT_URL'];
  expect(limitMs(1_000)).toBe(1_000);
  process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:4566';
  expect(limitMs(1_000)).toBe(10_000);
});
