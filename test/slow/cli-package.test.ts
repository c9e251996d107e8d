import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publint } from 'publint';
import { VERSION } from '../../packages/cli/src/version.ts';
import { type PackedCli, packCli } from '../../scripts/cli-package/pack.ts';
import { packAsInWorkflow } from '../support/packing-workflow.ts';

/** What every command loads when it starts. */
const MAX_START_BYTES = 560 * 1024;

describe('the command line as it is published', () => {
  let folder: string;
  let packed: PackedCli;
  let ledger: Server;
  const origin = packAsInWorkflow();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'token-ledger-cli-test-'));
    packed = await packCli(folder);
    writeFileSync(join(folder, 'package.json'), '{"name":"empty","private":true}');
    const install = ['install', '--offline', '--no-audit', '--no-fund', packed.tarball];
    execFileSync('npm', install, { cwd: folder, stdio: 'pipe' });
    ledger = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"asOf":"2026-11-21T12:00:00.000Z","budgets":[{"id":"b_1","name":"All","amount":"1"}]}');
    });
    await new Promise<void>((resolve) => {
      ledger.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => {
    ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const env = {
        PATH: process.env['PATH'],
        HOME: folder,
        TOKEN_LEDGER_URL: `http://127.0.0.1:${(ledger.address() as AddressInfo).port}`,
        TOKEN_LEDGER_KEY: `tl_ak_1_${'0'.repeat(64)}`,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
        AWS_MAX_ATTEMPTS: '1',
      };
      const program = join(folder, 'node_modules', '.bin', 'token-ledger');
      const child = execFile(program, args, { env, cwd: folder }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });

  it('is installed with nothing beside it, and asks a ledger', async () => {
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
    expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/@token-ledger/cli']);
    expect(await run('--version')).toEqual({ code: 0, out: `${VERSION}\n`, err: '' });
    const { out } = await run('budgets', 'list', '--json');
    expect(JSON.parse(out)).toMatchObject({ name: 'All' });
  });

  it('loads what only some commands need when they run: tables, AWS, importers, sign-in, prices', async () => {
    const importing = await run('import', 'batch-results', 'results.jsonl');
    expect(importing).toMatchObject({ code: 2, err: expect.stringContaining('--ended-at is missing.') });
    const audit = await run('audit-ledger', '--stage', 'prod', '--last', '24h');
    expect(audit).toMatchObject({ code: 1, err: expect.stringContaining('ECONNREFUSED') });
    const login = await run('login', '--browser', '--issuer', 'http://127.0.0.1:1', '--client-id', 'a');
    expect(login).toMatchObject({ code: 1, err: expect.stringMatching(/fetch failed|ECONNREFUSED/) });
    writeFileSync(join(folder, 'models.d.ts'), "export type Model = 'claude-haiku-5-5';\n");
    expect(await run('prices', 'compare', '--sdk', 'models.d.ts')).toMatchObject({
      code: 0,
      out: expect.stringContaining('SDK: 1 of 1 models have a price.'),
    });
  });

  it('starts with little', () => {
    const { outputs } = packed.metafile;
    const [main = ''] = Object.keys(outputs).filter((path) => path.endsWith('dist/token-ledger.js'));
    const loaded = new Set<string>();
    const load = (path: string) => {
      if (loaded.has(path)) return;
      loaded.add(path);
      // The first ones are loaded by the entry itself, after it has switched the cache on.
      for (const { path: next, kind, external } of outputs[path]?.imports ?? [])
        if (!external && (kind === 'import-statement' || path === main)) load(next);
    };
    load(main);
    const inputs = [...loaded].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
    expect(inputs.filter((path) => /@aws-sdk|@smithy|cli-table3|openid-client|csv-parse/.test(path))).toEqual(
      [],
    );
    const bytes = [...loaded].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
    expect(bytes).toBeLessThanOrEqual(MAX_START_BYTES);
  });

  it('is packaged as publint, attw and npm with provenance want it', async () => {
    const pkgDir = join(folder, 'node_modules', '@token-ledger', 'cli');
    const description: unknown = JSON.parse(readFileSync(join(pkgDir, 'package.json'), 'utf8'));
    expect(description).toMatchObject({ repository: { ...origin, directory: 'packages/cli' } });
    const { messages } = await publint({ pkgDir, strict: true });
    expect(messages).toEqual([]);
    const analysis = await checkPackage(
      createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball))),
    );
    // It is a program and has nothing to import, so no types can be wrong.
    expect(analysis.types).toBe(false);
  });
});
