import type { Scope } from '@token-ledger/core';
import { buildSite } from './built-site.ts';
import { launchChromium } from './chromium.ts';
import { signInByKey } from './console.ts';
import { consoleOver } from './console-over.ts';
import { listen } from './listen.ts';
import { addKey, GROUPS, OWN, peopledLedger } from './peopled-ledger.ts';
import { signInAtStandIn, startWalk, type Walk } from './walk.ts';

export type ServedConsole = Awaited<ReturnType<typeof servedConsole>>;

/** Access keys that can be entered with, by their one scope. */
const SCOPES: readonly Scope[] = ['admin', 'read', 'read:own', 'ingest'];

/** A browser, and the console over a ledger in memory: no emulator answers, so hundreds of pages take a minute. */
export async function servedConsole() {
  const [browser, site, ledger] = await Promise.all([launchChromium(), buildSite(), peopledLedger()]);
  const printed: Record<string, string> = {};
  for (const scope of SCOPES) {
    const id = `ak_with_${scope.replace(':', '_')}`;
    printed[`key: ${scope}`] = await addKey(ledger.api, id, `With ${scope}`, [scope], OWN.userId);
  }
  const people = Object.entries(GROUPS).map(([name, claims]) => ({ name, claims }));
  const server = await listen(await consoleOver(site.directory, ledger.answer, people));

  const start = () => startWalk(browser, server.url, () => server.underWay() > 0);

  /** Opens the console and signs in: `admin`, or `key: admin`. */
  async function enter(caller: string): Promise<Walk> {
    const walk = await start();
    const accessKey = printed[caller];
    if (accessKey === undefined) await signInAtStandIn(walk, caller);
    else await signInByKey(walk.page, accessKey);
    await walk.settle();
    return walk;
  }

  return {
    ledger,
    printed,
    url: server.url,
    start,
    enter,
    close: async () => {
      await browser.close();
      await server.close();
      await site.remove();
    },
  };
}
