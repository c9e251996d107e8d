import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { SERVICES, type ServiceName } from '../../functions/shared/metrics.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..');

let bundles: string | undefined;

/**
 * The folder that the bundle of a function is in: `index.mjs`, which carries all it needs but Node.js itself. All functions
 * are bundled at once, when the first is asked for: they share most of their sources, so that takes a tenth of the time of
 * one after the other. The folders are gone when the process ends; what the CDK is given it copies at once.
 *
 * @throws if a function cannot be bundled; what is wrong is on the standard error by then
 */
export function functionBundle(service: ServiceName): string {
  bundles ??= bundleFunctions();
  return join(bundles, service);
}

function bundleFunctions(): string {
  const directory = mkdtempSync(join(tmpdir(), 'token-ledger-functions-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  buildSync({
    absWorkingDir: REPOSITORY,
    entryPoints: Object.fromEntries(
      Object.values(SERVICES).map((service) => [`${service}/index`, `functions/${service}/main.ts`]),
    ),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'warning',
    // The SDK offers ES modules only by the field `module`; without it nothing unused is left out.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': './functions/shared/lambda-credentials.ts' },
    // Dependencies in CommonJS load Node's own modules by `require`, which an ES module lacks.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return directory;
}
