import { readFile } from 'node:fs/promises';
import { behindAuthorizer } from '../../test/browser/support/behind-authorizer.ts';
import { buildSite } from '../../test/browser/support/built-site.ts';
import { launchChromium } from '../../test/browser/support/chromium.ts';
import { consoleOver } from '../../test/browser/support/console-over.ts';
import { listen } from '../../test/browser/support/listen.ts';
import { GROUPS } from '../../test/browser/support/peopled-ledger.ts';
import { signInAtStandIn, startWalk } from '../../test/browser/support/walk.ts';
import { verifyToken } from '../../test/support/issued-tokens.ts';
import { recordedAudit } from '../../test/support/recorded-audit.ts';
import { recordingTelemetry } from '../../test/support/recording-telemetry.ts';
import { servedApi } from '../../test/support/served-api.ts';
import { clientOver } from '../item-table.ts';
import { ledgerStoreOver } from '../statistics-items.ts';
import { registerEverybody } from './everybody.ts';
import { queryInstances } from './query-instances.ts';
import { remoteTable } from './remote-table.ts';

/** The console in a browser, over the functions, over the large company at noon. */
export async function largeConsole() {
  const table = await remoteTable();
  const instances = await queryInstances(table);
  const client = clientOver((command, input) => table.call({ command, input }));
  const api = servedApi({ store: ledgerStoreOver({ client }) });
  await registerEverybody(api, table);
  const { clock } = api.harness.ledger.deps;
  const answer = behindAuthorizer(
    { ...api.handlers, 'query-usage': instances.handle },
    {
      accessKeys: api.directory,
      clock,
      verifyToken,
      audit: { ...recordedAudit(), clock },
      telemetry: recordingTelemetry(),
    },
  );
  const site = await buildSite();
  const people = [{ name: 'admin', claims: GROUPS.admin }];
  const server = await listen(await consoleOver(site.directory, answer, people));
  const browser = await launchChromium();
  const start = () => startWalk(browser, server.url, () => server.underWay() > 0);
  return {
    url: server.url,
    /** Microseconds of the processor in the functions so far. */
    cpu: () => {
      const { user, system } = process.threadCpuUsage();
      return user + system + instances.cpu();
    },
    start,
    enter: async () => {
      const walk = await start();
      // A page with little, so that no figure of another one is there before it is measured.
      await walk.page.evaluate(`location.hash = '#/budgets'`);
      await signInAtStandIn(walk, 'admin');
      return walk;
    },
    /** Of the largest process that shows a page. */
    residentMb: async () => {
      const session = await browser.newBrowserCDPSession();
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      const sizes = await Promise.all(
        processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMbOf(id)),
      );
      return Math.max(0, ...sizes);
    },
    close: async () => {
      await browser.close();
      await server.close();
      await site.remove();
      instances.close();
      table.close();
    },
  };
}

/** Linux alone says it of other processes without a command. */
async function residentMbOf(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
