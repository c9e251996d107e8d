import { readFile } from 'node:fs/promises';
import { createDynamoLedgerStore } from '@token-ledger/aws';
import { Calendar, DAY_MS, HOUR_MS, sliceStart } from '@token-ledger/core';
import { behindAuthorizer } from '../../test/browser/support/behind-authorizer.ts';
import { buildSite } from '../../test/browser/support/built-site.ts';
import { launchChromium } from '../../test/browser/support/chromium.ts';
import { consoleOver } from '../../test/browser/support/console-over.ts';
import { listen } from '../../test/browser/support/listen.ts';
import { addKey, GROUPS } from '../../test/browser/support/peopled-ledger.ts';
import { signInAtStandIn, startWalk } from '../../test/browser/support/walk.ts';
import { verifyToken } from '../../test/support/issued-tokens.ts';
import { recordedAudit } from '../../test/support/recorded-audit.ts';
import { recordingTelemetry } from '../../test/support/recording-telemetry.ts';
import { NOON } from '../../test/support/records.ts';
import { servedApi } from '../../test/support/served-api.ts';
import { registerUser } from '../../test/support/shown-ids.ts';
import { ItemTable } from '../item-table.ts';
import { fillLargeCompany, RECORDS_OF_HOUR } from '../large-company.ts';

const FROM_MS = Date.UTC(2024, 10, 1);
const RANKED_DAYS = 62;
const HOURS = 72;
const RECORDS_PER_SEGMENT = 29;

/** The console in a browser, over the functions, over the large company at noon. */
export async function largeConsole() {
  const table = new ItemTable();
  const store = createDynamoLedgerStore({
    client: table.client,
    ledgerTable: 'statistics',
    recordsTable: 'records',
    retention: () => ({ retentionDays: 90 }),
  });
  const company = await fill(table, store);
  const api = servedApi({ store });
  for (const id of company.users) await registerUser(api.directory, id, `The name of ${id}`);
  for (const id of company.keys) await addKey(api, id, `The name of ${id}`, ['ingest']);
  const { clock } = api.harness.ledger.deps;
  const answer = behindAuthorizer(api.handlers, {
    accessKeys: api.directory,
    clock,
    verifyToken,
    audit: { ...recordedAudit(), clock },
    telemetry: recordingTelemetry(),
  });
  const site = await buildSite();
  const people = [{ name: 'admin', claims: GROUPS.admin }];
  const server = await listen(await consoleOver(site.directory, answer, people));
  const browser = await launchChromium();
  const start = () => startWalk(browser, server.url, () => server.underWay() > 0);
  return {
    url: server.url,
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
    },
  };
}

/** All but the hour before noon is rolled up; that one has its records, which queries fold. */
async function fill(table: ItemTable, store: ReturnType<typeof createDynamoLedgerStore>) {
  const calendar = new Calendar('UTC');
  const today = calendar.bucketAt('day', NOON);
  const [lastHour] = calendar.bucketsBetween('hour', NOON - HOUR_MS, NOON);
  if (!lastHour) throw new Error('There is an hour before noon.');
  const company = await fillLargeCompany(table, store, {
    hours: calendar.bucketsBetween('hour', NOON - HOURS * HOUR_MS, lastHour.startMs),
    days: calendar.bucketsBetween('day', FROM_MS, today.startMs),
    months: calendar.bucketsBetween('month', FROM_MS, calendar.bucketAt('month', NOON).startMs),
    isRanked: ({ startMs }) => startMs >= NOON - RANKED_DAYS * DAY_MS,
  });
  const records = company.records(RECORDS_OF_HOUR, lastHour.startMs, NOON);
  for (const [sliceMs, ofSlice] of Map.groupBy(records, ({ occurredAtMs }) => sliceStart(occurredAtMs)))
    for (let start = 0; start < ofSlice.length; start += RECORDS_PER_SEGMENT)
      await store.putSegment(sliceMs, ofSlice.slice(start, start + RECORDS_PER_SEGMENT));
  const mark = { period: 'hour', bucketId: lastHour.id, token: 'token' } as const;
  await store.putMark({ ...mark, firstMarkedAtMs: lastHour.startMs + 60_000 });
  return company;
}

/** Linux alone says it of other processes without a command. */
async function residentMbOf(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
