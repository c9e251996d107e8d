import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { ROUTES } from '@token-ledger/contract';
import { openApiDocument } from '@token-ledger/contract/openapi';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');

async function emitted(): Promise<string> {
  const { version } = JSON.parse(await read('package.json'));
  return `${JSON.stringify(openApiDocument(version), null, 2)}\n`;
}

describe('the OpenAPI document', () => {
  it('is checked in as it is generated: run `npm run openapi` after a change', async () => {
    expect(await read('packages/contract/openapi.json')).toBe(await emitted());
  });

  it('is what the types of the query client are generated from: run `npm run openapi` after a change', () => {
    const script = fileURLToPath(new URL('packages/client/scripts/write-query-types.ts', root));
    execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
  });

  it('has an operation for every route, by its name', async () => {
    const { paths } = JSON.parse(await emitted());
    const operations = Object.values<Record<string, { operationId: string }>>(paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(operations.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });

  it('breaks no rule of Redocly’s strictest set', async () => {
    const problems = await lintFromString({
      source: await emitted(),
      absoluteRef: 'openapi.json',
      config: await createConfig({ extends: ['recommended-strict'] }),
    });
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('lists the routes that need no credentials, and what all others need', async () => {
    const { paths, components } = JSON.parse(await emitted());
    expect(paths['/v1/openapi.json'].get.security).toEqual([]);
    expect(paths['/v1/audit'].get.description).toContain('the scope `admin`');
    expect(paths['/v1/usage'].post.description).toContain(
      'the scope `ingest` or `ingest:users` or `ingest:any`',
    );
    expect(Object.keys(components.securitySchemes)).toEqual(['accessKey', 'accessKeyHeader', 'signIn']);
  });
});
