import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { SERVICES, type ServiceName } from '../../functions/shared/metrics.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..');

/** How functions are bundled: each one file, without what Lambda does not need. */
export const BUNDLING = {
  absWorkingDir: REPOSITORY,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  logLevel: 'warning',
  // The SDK names its ES modules in the field `module` only; without them no unused code is left out.
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': './functions/shared/lambda-credentials.ts',
    '@aws-sdk/endpoint-cache': './functions/shared/no-endpoint-cache.ts',
    '@smithy/core/event-streams': './functions/shared/no-event-streams.ts',
  },
  // To import one of Node's own modules, an ES module reads each of its exports, and some of them load more modules; `require`
  // reads none. So the code is CommonJS, within an ES module, which Lambda loads faster than a file of CommonJS.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.dirname': '__dirname' },
  banner: {
    js: 'const require=process.getBuiltinModule,__dirname=import.meta.dirname,module={exports:{}};',
  },
  footer: { js: 'const _handler=module.exports.handler;export{_handler as handler};' },
} as const satisfies BuildOptions;

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
    ...BUNDLING,
    entryPoints: Object.fromEntries(
      services.map((service) => [`${service}/index`, `functions/${service}/main.ts`]),
    ),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
  });
  return directory;
}
