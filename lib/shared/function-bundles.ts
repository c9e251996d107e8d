import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { SERVICES, type ServiceName } from '../../functions/shared/metrics.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..');

let bundles: string | undefined;

/**
 * The folder with the bundle of a function: `index.mjs`, which contains everything but Node.js itself. The first call
 * bundles all functions: they share most of their sources, so that takes a tenth of the time of bundling each. The folders
 * are deleted when the process ends; the CDK has copied them by then.
 *
 * @throws if a function cannot be bundled, after esbuild has printed why on the standard error
 */
export function functionBundle(service: ServiceName): string {
  bundles ??= bundleFunctions(Object.values(SERVICES));
  return join(bundles, service);
}

/** A folder with a folder for each function. */
export function bundleFunctions(services: readonly ServiceName[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'token-ledger-functions-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  buildSync({
    absWorkingDir: REPOSITORY,
    entryPoints: Object.fromEntries(
      services.map((service) => [`${service}/index`, `functions/${service}/main.ts`]),
    ),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'warning',
    // The SDK names its ES modules in the field `module` only; without them no unused code is left out.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': './functions/shared/lambda-credentials.ts' },
    // Dependencies in CommonJS load Node's own modules by `require`, which an ES module lacks.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return directory;
}
