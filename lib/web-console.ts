import { Construct } from 'constructs';
import { CONSOLE_ROUTES, SITE_FOLDER } from '../functions/serve-console/contract.ts';
import type { Configuration } from './configuration/read-configuration.ts';
import { LedgerFunction } from './ledger-function.ts';
import type { UsageApi } from './usage-api.ts';

export interface WebConsoleProps {
  readonly configuration: Configuration;
  readonly api: UsageApi;
}

/**
 * The web console, at the root of the API's own address: its pages reach the API without being of another origin, and
 * where the API answers, the console is.
 */
export class WebConsole extends Construct {
  readonly serveConsole: LedgerFunction<'serve-console'>;
  /** Where to open it. */
  readonly url: string;

  constructor(scope: Construct, id: string, { configuration, api }: WebConsoleProps) {
    super(scope, id);
    this.serveConsole = new LedgerFunction(this, 'ServeConsole', {
      configuration,
      service: 'serve-console',
      description: 'Serves the files of the web console',
      memoryMib: 512,
      timeoutSeconds: 10,
      environment: {},
      commandsAfterBundling: (outputDirectory) => [
        `npm run --silent build --workspace web -- --outDir "${outputDirectory}/${SITE_FOLDER}" --emptyOutDir`,
      ],
    });
    for (const path of Object.values(CONSOLE_ROUTES)) {
      api.serve({ method: 'GET', path, open: true }, this.serveConsole);
    }
    this.url = `${api.api.apiEndpoint}/`;
  }
}
