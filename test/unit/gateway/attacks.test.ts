import { describe, expect, it } from '@jest/globals';
import type { Scope } from '@token-ledger/core';
import fc from 'fast-check';
import { attacks } from '../../support/attack-runs.ts';
import { ANTHROPIC_KEY, createTestGateway } from '../../support/gateway.ts';

/* Random attacks on the gateway. */

const SENTENCE = 'my wife said on page zero that';
const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  model: 'claude-opus-5-5',
  content: [{ type: 'text', text: SENTENCE }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: 2 },
  // What a record has and a message has not must not be taken from an answer.
  accessKeyId: 'ak_evil',
  userId: 'u_evil',
};

const part = fc.constantFrom(
  '/v1/messages',
  '/v1/messages/batches',
  '/v1/models',
  '/',
  '//evil.example',
  '/..',
  '/%2e%2e',
  '@evil.example',
  'http://evil.example',
  '/v1/files',
  '/batch_1',
  '/results',
  '?beta=true',
  '?a=%0d%0ax',
  '#',
  '\\',
  ';',
  ' ',
  '\u0000',
  'é',
);
const target = fc.oneof(
  fc.constant('/v1/messages'),
  fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
);
const user = fc.constantFrom('u_own', 'u_evil', '', ' ', 'é', SENTENCE, 'x'.repeat(200), 'sk-ant-api03-aaaa');
const headers = fc.dictionary(
  fc.constantFrom(
    'x-token-ledger-user',
    'x-token-ledger-feature',
    'x-claude-code-session-id',
    'x-token-ledger',
    'cookie',
    'host',
    'connection',
    'x-forwarded-host',
    'anthropic-version',
    'accept-encoding',
    'authorization',
    'x-token-ledger-key',
  ),
  fc.oneof(
    user,
    fc.constantFrom('x-api-key', 'close, x-token-ledger-key', 'evil.example', 'gzip', 'Bearer x'),
  ),
  { maxKeys: 4 },
);
const body = fc.oneof(
  fc.record({
    model: fc.constant('m'),
    metadata: fc.record({ user_id: user }),
    max_tokens: fc.constantFrom(1, -1, 1e300, '1'),
  }),
  fc.record({
    metadata: fc.constantFrom(null, [], 'x'),
    billing_policy: fc.constantFrom(null, { bill_to: 'user_profile' }),
  }),
  fc.jsonValue(),
);
const scopes = fc.constantFrom<readonly Scope[]>(
  ['ingest'],
  ['ingest:users'],
  ['ingest:any'],
  ['read'],
  ['admin'],
);

describe('whatever a caller sends', () => {
  it('reaches only the Messages API, shows no key to anybody, and is recorded for its own access key', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...([
          fc.constantFrom('POST', 'GET', 'DELETE', 'HEAD', 'PUT'),
          target,
          headers,
          body,
          scopes,
        ] as const),
        fc.boolean(),
        async (method, to, extra, json, granted, isVault) => {
          const sent: { url: URL; headers: Headers }[] = [];
          const gateway = createTestGateway({
            upstreamUrl: 'https://api.anthropic.com',
            mode: isVault ? 'vault' : 'pass-through',
            sendUpstream: async (url, request) => {
              sent.push({ url, headers: request.headers });
              return Response.json(MESSAGE, { headers: { 'request-id': 'req_1', 'set-cookie': 'a=b' } });
            },
          });
          const key = await gateway.issueKey({ scopes: granted, ownerUserId: 'u_own' });
          const credentials = isVault
            ? { 'x-api-key': key.printed }
            : { 'x-api-key': 'sk-ant-own', 'x-token-ledger-key': key.printed };
          let received: Headers;
          try {
            received = new Headers({ ...extra, ...credentials });
          } catch {
            return; // No server hands on such a header.
          }
          const forwarded = await gateway.gateway({
            method,
            target: to,
            headers: received,
            body: async () => new TextEncoder().encode(JSON.stringify(json)),
          });
          const { response } = forwarded;
          const answer = [await response.text(), ...[...response.headers].flat()].join('\n');
          await forwarded.finish(true);
          const mayReport = granted.some((scope) => scope.startsWith('ingest'));
          if (!mayReport) expect(sent).toEqual([]);
          for (const { url, headers: passed } of sent) {
            expect(url.origin).toBe('https://api.anthropic.com');
            expect(url.pathname).toMatch(/^\/v1\/(messages|models)(\/[\w.:@-]+)*$/);
            expect(JSON.stringify([...passed])).not.toContain('tl_ak_');
            expect(passed.get('x-api-key')).toBe(isVault ? ANTHROPIC_KEY : passed.get('x-api-key'));
          }
          const records = gateway.records();
          for (const record of records) {
            expect(record['accessKeyId']).toBe(key.id);
            if (granted.join() === 'ingest') expect([undefined, 'u_own']).toContain(record['userId']);
          }
          if (response.headers.get('x-token-ledger') === 'recorded') expect(records).toHaveLength(1);
          const kept = JSON.stringify([gateway.queue.sent('live'), gateway.telemetry.lines]);
          for (const secret of [SENTENCE, 'tl_ak_', ANTHROPIC_KEY, 'sk-ant-'])
            expect(kept).not.toContain(secret);
          for (const secret of ['tl_ak_', ANTHROPIC_KEY, 'a=b']) expect(answer).not.toContain(secret);
          expect([200, 400, 401, 403, 404, 429]).toContain(response.status);
        },
      ),
      attacks(300),
    );
  });
});
