import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publint } from 'publint';
import { bundleEntry } from '../../scripts/client-package/bundle-entry.ts';
import { packClient } from '../../scripts/client-package/pack.ts';
import { packAsInWorkflow } from '../support/packing-workflow.ts';

/** What a program pays that captures and reports: 12 KiB, minified, nothing beside it. */
const MAX_BUNDLE_BYTES = 12 * 1024;
/** What a page pays that queries: 12 KiB, openapi-fetch included. */
const MAX_QUERY_BYTES = 12 * 1024;

describe('the client library as it is published', () => {
  let folder: string;
  let tarball: string;
  const origin = packAsInWorkflow();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'token-ledger-client-test-'));
    tarball = packClient(folder);
    writeFileSync(join(folder, 'package.json'), '{"name":"empty","private":true,"type":"module"}');
    const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--legacy-peer-deps', tarball];
    execFileSync('npm', install, { cwd: folder, stdio: 'pipe' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const installed = () => join(folder, 'node_modules', '@token-ledger', 'client');

  const run = (program: string) => {
    writeFileSync(join(folder, 'main.js'), program);
    return execFileSync(process.execPath, ['main.js'], { cwd: folder, encoding: 'utf8' });
  };

  it('works in an empty project', () => {
    const output = run(
      `import { createLedger, ledgerFetch, tokenLedger, UsageData } from '@token-ledger/client';
       const ledger = createLedger({ endpoint: 'http://127.0.0.1:1', accessKey: 'k' });
       tokenLedger({ ledger });
       ledgerFetch(fetch, { ledger });
       console.log(new UsageData({ input_tokens: 1000, output_tokens: 500, cache_read_input_tokens: 150 }).totalTokens);`,
    );
    expect(output).toBe('1650\n');
  });

  it('queries in an empty project', () => {
    const output = run(
      `import { createQueryClient, formatUsd } from '@token-ledger/client/query';
       const ask = async ({ url }) => Response.json({ url });
       const ledger = createQueryClient({ endpoint: 'http://ledger', accessKey: 'k', fetch: ask });
       const { url } = await ledger.get('/v1/statistics', { query: { from: '2026-11-21' } });
       console.log(url, formatUsd(1_500_000_000n));`,
    );
    expect(output).toBe('http://ledger/v1/statistics?from=2026-11-21 1.5\n');
  });

  it('names where it comes from', () => {
    const text = readFileSync(join(installed(), 'package.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ repository: { ...origin, directory: 'packages/client' } });
  });

  it('is packaged as publint wants it', async () => {
    const { messages } = await publint({ pkgDir: installed(), strict: true });
    expect(messages).toEqual([]);
  });

  it('has types that resolve for every way of importing it', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
    // It consists of ES modules alone, which CommonJS loads since Node.js 22.
    const problems = analysis.types ? analysis.problems : [];
    expect(analysis.types).toBeTruthy();
    expect(problems.filter(({ kind }) => kind !== 'CJSResolvesToESM' && kind !== 'NoResolution')).toEqual([]);
  });

  const bundle = (entry: string) => bundleEntry(join(installed(), entry));

  it('reports with nothing beside it, and stays within its size', async () => {
    const { outputFiles, metafile } = await bundle('index.js');
    expect(Object.keys(metafile.inputs).filter((path) => /openapi-fetch|\/query\//.test(path))).toEqual([]);
    expect(outputFiles[0]?.contents.length).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
  });

  it('queries from pages, and stays within its size', async () => {
    const { outputFiles } = await bundle('query/index.js');
    expect(outputFiles[0]?.contents.length).toBeLessThanOrEqual(MAX_QUERY_BYTES);
  });
});
