import { describe, expect, it } from '@jest/globals';
import { problems, read } from './support/read-settings.ts';

describe('the settings of the gateway', () => {
  const VAULT = { mode: 'vault', anthropicKeySecret: 'anthropic/api-key' };
  const PASS_THROUGH = { mode: 'pass-through' };

  it('are absent by default: the gateway is off', () => {
    expect(read().gateway).toBeUndefined();
    expect(read({ gateway: PASS_THROUGH }).gateway).toEqual({
      ...PASS_THROUGH,
      enforceBudgets: false,
      upstream: 'https://api.anthropic.com',
    });
    expect(read({ gateway: VAULT, stages: { dev: { gateway: false } } }).gateway).toBeUndefined();
  });

  it.each([
    [true, 'tokenLedger.gateway is true; it must be an object'],
    [{}, 'tokenLedger.gateway.mode is missing; it must be one of vault, pass-through'],
    [{ mode: 'open' }, 'tokenLedger.gateway.mode is "open"'],
    [{ mode: 'vault' }, 'it must be an object with anthropicKeySecret, because its mode is "vault"'],
    [{ ...PASS_THROUGH, anthropicKeySecret: 'a' }, 'it must be an object without anthropicKeySecret'],
    [{ ...VAULT, anthropicKeySecret: 'sk ant' }, 'tokenLedger.gateway.anthropicKeySecret is "sk ant"'],
    [{ ...VAULT, anthropicKeySecret: 'arn:aws:s3:::a' }, 'tokenLedger.gateway.anthropicKeySecret is "arn'],
    [{ ...PASS_THROUGH, reservedConcurrency: 0 }, 'tokenLedger.gateway.reservedConcurrency is 0'],
    [{ ...PASS_THROUGH, upstream: 'http://a.example.com' }, 'tokenLedger.gateway.upstream is "http'],
    [{ ...PASS_THROUGH, upstream: 'https://u:p@a.example.com' }, 'tokenLedger.gateway.upstream is "https'],
    [{ ...PASS_THROUGH, upstream: 'https://a.example.com?a=b' }, 'tokenLedger.gateway.upstream is "https'],
    [{ ...PASS_THROUGH, key: 'a' }, 'tokenLedger.gateway.key is not a setting'],
  ])('are not %j', (gateway, expected) => {
    expect(problems({ gateway })).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    { ...VAULT, reservedConcurrency: 1, enforceBudgets: true },
    { ...VAULT, anthropicKeySecret: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a/b-Ab12Cd' },
    { ...PASS_THROUGH, reservedConcurrency: 10_000, upstream: 'https://proxy.example.com:8443/anthropic' },
  ])('may be %j', (gateway) => expect(problems({ gateway })).toEqual([]));
});
