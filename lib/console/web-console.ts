import { join } from 'node:path';
import { Construct } from 'constructs';
import { CONSOLE_ROUTES, SITE_FOLDER } from '../../functions/serve-console/contract.ts';
import type { SignIn } from '../access/sign-in.ts';
import type { UsageApi } from '../api/usage-api.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';
import { buildSite } from './build-site.ts';

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
