import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Construct } from 'constructs';
import { CONSOLE_ROUTES, SITE_FOLDER } from '../../functions/serve-console/contract.ts';
import type { SignIn } from '../access/sign-in.ts';
import type { UsageApi } from '../api/usage-api.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { REPOSITORY } from '../shared/function-bundles.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';

export interface WebConsoleProps {
  readonly configuration: Configuration;
  readonly api: UsageApi;
  readonly signIn: SignIn;
  /** Absent without a gateway. */
  readonly gatewayUrl: string | undefined;
}

/** The web console, at the root of the API's address: its pages have the same origin as the API. */
export class WebConsole extends Construct {
  readonly serveConsole: LedgerFunction<'serve-console'>;
  /** The address to open. */
  readonly url: string;

  constructor(
    scope: Construct,
    id: string,
    { configuration, api, signIn, gatewayUrl = '' }: WebConsoleProps,
  ) {
    super(scope, id);
    this.serveConsole = new LedgerFunction(this, 'ServeConsole', {
      configuration,
      service: 'serve-console',
      description: 'Serves the files of the web console',
      memoryMib: 512,
      timeoutSeconds: 10,
      environment: {
        STAGE: configuration.stage,
        REPORTING_TIME_ZONE: configuration.reportingTimeZone,
        GATEWAY_URL: gatewayUrl,
        ...signIn.consoleEnvironment,
      },
      addFiles: (directory) => buildSite(join(directory, SITE_FOLDER)),
    });
    for (const path of Object.values(CONSOLE_ROUTES)) {
      api.serve({ method: 'GET', path, open: true }, this.serveConsole);
    }
    this.url = `${api.url}/`;
    signIn.allowConsole(this.url);
  }
}

/** @throws if the console cannot be built, after Vite has printed why on the standard error */
function buildSite(directory: string): void {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  execFileSync(process.execPath, [vite, 'build', 'web', '--outDir', directory, '--emptyOutDir'], {
    cwd: REPOSITORY,
    // Leaves out the development build of React, whichever value the environment has.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
