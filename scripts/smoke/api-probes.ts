import { randomBytes } from 'node:crypto';
import type { SmokeDeployment } from './deployment.ts';
import type { Probe } from './probe.ts';
import { type Answer, sendExactly } from './request.ts';

const headersOf = ({ accessKey }: SmokeDeployment) => ({
  Authorization: `Bearer ${accessKey}`,
  'Content-Type': 'application/json',
});

/** How API Gateway hands over what a client sends. */
export const API_PROBES: readonly Probe[] = [
  {
    name: 'An encoded path is decoded',
    expected: 'GET /v1/users/ada%2B1%40example.com finds the user "ada+1@example.com"',
    look: async ({ deployment }) => {
      const id = 'ada+1@example.com';
      const { status, text } = await findByPath(deployment, id);
      const found = status === 200 ? (JSON.parse(text) as { readonly id?: string }).id : text;
      return { seen: `${status}, ${JSON.stringify(found)}`, asExpected: found === id };
    },
  },
  {
    name: 'A slash in a path divides it, even encoded',
    expected:
      'GET /v1/users/team%2Fada does not find the user "team/ada": docs/access.md has such ids in the query',
    look: async ({ deployment }) => {
      const { status } = await findByPath(deployment, 'team/ada');
      return { seen: String(status), asExpected: status === 404 };
    },
  },
  {
    name: 'Header names count in any letter case',
    expected: 'the same IDEMPOTENCY-KEY with another body is answered with 422',
    look: async ({ deployment: { apiUrl, accessKey } }) => {
      const headers = {
        AUTHORIZATION: `Bearer ${accessKey}`,
        'CONTENT-TYPE': 'application/json',
        'IDEMPOTENCY-KEY': randomBytes(9).toString('base64url'),
      };
      const send = (input_tokens: number) =>
        sendExactly(
          apiUrl,
          'POST',
          '/v1/usage',
          headers,
          JSON.stringify({ model: 'claude-sonnet-5-5', usage: { input_tokens } }),
        );
      const statuses = [(await send(1)).status, (await send(2)).status];
      return { seen: statuses.join(', then '), asExpected: statuses[0] === 202 && statuses[1] === 422 };
    },
  },
  {
    name: 'Answers keep their header names',
    expected: 'content-type, etag and cache-control on GET /v1/openapi.json, in lower case',
    look: async ({ deployment }) => {
      const { rawHeaders } = await sendExactly(deployment.apiUrl, 'GET', '/v1/openapi.json', {});
      const names = rawHeaders.filter((_, index) => index % 2 === 0);
      return {
        seen: names.join(', '),
        asExpected: ['content-type', 'etag', 'cache-control'].every((name) => names.includes(name)),
      };
    },
  },
];

/** Registers a user and looks for it by a path that has its id. A user that is there already is found as well. */
async function findByPath(deployment: SmokeDeployment, id: string): Promise<Answer> {
  const [{ apiUrl }, headers] = [deployment, headersOf(deployment)];
  const registered = await sendExactly(
    apiUrl,
    'POST',
    '/v1/users',
    headers,
    JSON.stringify({ id, name: id }),
  );
  if (registered.status !== 201 && registered.status !== 409)
    throw new Error(`POST /v1/users answered ${registered.status}: ${registered.text}`);
  return sendExactly(apiUrl, 'GET', `/v1/users/${encodeURIComponent(id)}`, headers);
}
