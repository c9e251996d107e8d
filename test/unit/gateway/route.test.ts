import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { routeOf } from '../../../packages/gateway/src/route.ts';

const UPSTREAM = 'https://api.anthropic.com';

const PARTS = [
  '/',
  '//',
  '..',
  '.',
  '%2e',
  '%2f',
  '@',
  '\\',
  '#',
  '?',
  ':',
  ';',
  'v1',
  'messages',
  'batches',
  'models',
  '/v1/messages',
  '/v1/models/',
  '/results',
  'evil.example',
  'http://',
  ' ',
  '\t',
  '\u0000',
  '\u202e',
  'é',
];

describe('the paths of the gateway', () => {
  it.each([
    ['POST', '/v1/messages'],
    ['POST', '/v1/messages?beta=true'],
    ['POST', '/v1/messages/count_tokens?beta=true'],
    ['POST', '/v1/messages/batches'],
    ['GET', '/v1/messages/batches?limit=20&after_id=msgbatch_1'],
    ['GET', '/v1/messages/batches/msgbatch_01Hkc'],
    ['DELETE', '/v1/messages/batches/msgbatch_01Hkc'],
    ['POST', '/v1/messages/batches/msgbatch_01Hkc/cancel'],
    ['GET', '/v1/messages/batches/msgbatch_01Hkc/results'],
    ['GET', '/v1/models'],
    ['GET', '/v1/models/claude-opus-5-5'],
  ])('forward %s %s unchanged', (method, target) => {
    const route = routeOf(method, target);
    expect(route.kind === 'forward' && route.path + route.query).toBe(target);
  });

  it.each([
    ['GET', '/v1/messages'],
    ['PUT', '/v1/messages'],
    ['POST', '/v1/models'],
    ['POST', '/'],
    ['POST', ''],
    ['POST', '*'],
    ['POST', '/v1/messages/'],
    ['POST', '/V1/messages'],
    ['POST', '/v1/complete'],
    ['POST', '/v1/files'],
    ['GET', '/v1/organizations/api_keys'],
    ['POST', '//evil.example/v1/messages'],
    ['POST', '/\\evil.example/v1/messages'],
    ['POST', 'https://evil.example/v1/messages'],
    ['POST', '@evil.example/v1/messages'],
    ['POST', '.evil.example/v1/messages'],
    ['POST', ':1234/v1/messages'],
    ['POST', '/v1/../v1/messages'],
    ['POST', '/v1/messages/../../x'],
    ['POST', '/v1/%2e%2e/v1/messages'],
    ['POST', '/v1/messages%2f..%2fx'],
    ['POST', '/v1//messages'],
    ['POST', '/v1/messages#/x'],
    ['POST', '/v1/messages?a#b'],
    ['POST', '/v1/messages?a=b c'],
    ['POST', '/v1/messages?a=b\r\nhost: evil.example'],
    ['POST', '/v1/messages\n'],
    ['POST', '/v1/messages;a=b'],
    ['GET', '/v1/models/..'],
    ['GET', '/v1/models/.'],
    ['GET', '/v1/models/../organizations'],
    ['GET', '/v1/models/%2e%2e'],
    ['GET', '/v1/messages/batches/../../organizations/results'],
    ['GET', `/v1/models/${'a'.repeat(129)}`],
    ['GET', `/v1/models?${'a'.repeat(2049)}`],
  ])('do not lead %s %j anywhere', (method, target) => {
    expect(routeOf(method, target)).toEqual({ kind: 'none' });
  });

  it('are as long as they may be', () => {
    expect(routeOf('GET', `/v1/models/${'a'.repeat(128)}`).kind).toBe('forward');
    expect(routeOf('GET', `/v1/models?${'a'.repeat(2048)}`).kind).toBe('forward');
  });

  it('lead to the API and to nothing beside what is listed, whatever a caller writes', () => {
    const part = fc.oneof(fc.constantFrom(...PARTS), fc.string({ maxLength: 3 }));
    const target = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom('GET', 'POST', 'DELETE'), target, (method, text) => {
        const route = routeOf(method, text);
        if (route.kind !== 'forward') return;
        const url = new URL(`${UPSTREAM}${route.path}${route.query}`);
        expect(url.origin).toBe(UPSTREAM);
        expect(url.username + url.password + url.hash).toBe('');
        expect(url.pathname).toBe(route.path);
        expect(url.pathname).toMatch(/^\/v1\/(?:messages|models)(?:\/|$)/);
      }),
      { numRuns: 5_000 },
    );
  });
});
