import { beforeEach, describe, expect, it } from '@jest/globals';
import { createDynamoLedgerTableStore } from '@token-ledger/aws';
import {
  type Cell,
  NO_MEASURES,
  type StatisticsItem,
  type StatisticsKey,
  type StoredStatisticsItem,
} from '@token-ledger/core';
import { FakeTable } from '../unit/aws/fake-table.ts';

const KEY: StatisticsKey = { period: 'hour', bucketId: '2026112112', dimension: 'user', id: 'u_1' };
const itemOf = (count: number, key = KEY): StatisticsItem => ({
  ...key,
  statistics: {
    count,
    cells: Array.from({ length: count }, (_, index): Cell => {
      return { model: `model-${index}`, feature: '-', measures: { ...NO_MEASURES, requests: 1n } };
    }),
  },
});
// With at most 300 bytes of packed cells in an item.
const narrow = itemOf(10);
const wide = itemOf(150);
const lessWide = itemOf(140);
const twiceAsWide = itemOf(400);

let table: FakeTable;
let store: ReturnType<typeof createDynamoLedgerTableStore>;
beforeEach(() => {
  table = new FakeTable();
  store = createDynamoLedgerTableStore({
    client: table.client,
    ledgerTable: 'statistics',
    retention: () => ({ retentionDays: 90 }),
    wait: async () => {},
    maxPackedBytes: 300,
  });
});

const stored = async (): Promise<StoredStatisticsItem | undefined> =>
  (await store.getStatistics([KEY], { consistent: true }))[0];
const listed = async () => (await store.listStatistics(KEY, { consistent: true })).items;
const versionOf = async () => (await stored())?.version;
const partKeys = () => table.sortKeys.filter((key) => key.startsWith('c#'));

describe('statistics too wide for one item', () => {
  it('are read as they were written, by their key and in a list', async () => {
    expect(await store.putStatistics(wide, undefined)).toBe(true);
    expect(await stored()).toMatchObject(wide);
    expect(await listed()).toStrictEqual([await stored()]);
    expect(partKeys().length).toBeGreaterThan(1);
  });

  it('have every part in place before their item', async () => {
    await store.putStatistics(wide, undefined);
    const puts = table.calls.filter((call) => call.startsWith('PutCommand'));
    expect(puts.indexOf('PutCommand i#u_1')).toBe(puts.length - 1);
  });

  it('begin at 350,000 bytes of packed cells', async () => {
    const ofDefaultWidth = createDynamoLedgerTableStore({
      client: table.client,
      ledgerTable: 'statistics',
      retention: () => ({ retentionDays: 90 }),
    });
    for (const [count, wide] of [
      [140_000, false],
      [160_000, true],
    ] as const) {
      table.items.clear();
      await ofDefaultWidth.putStatistics(itemOf(count), undefined);
      const sizes = [...table.items.values()].map(({ z }) => (z as Uint8Array | undefined)?.length ?? 0);
      expect(sizes.length > 1).toBe(wide);
      expect(sizes.reduce((a, b) => a + b) > 350_000).toBe(wide);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(350_000);
    }
  });

  it.each([
    ['wider', wide, twiceAsWide],
    ['less wide', twiceAsWide, wide],
    ['narrow', wide, narrow],
  ])('leave no part behind when they are replaced by a %s item', async (_name, before, after) => {
    await store.putStatistics(before, undefined);
    const version = await versionOf();
    expect(await store.putStatistics(after, version)).toBe(true);
    expect(await stored()).toMatchObject(after);
    const kept = partKeys().filter((key) => !key.includes(String(version)));
    expect(partKeys()).toEqual(kept);
  });

  it('leave no part behind, and what is stored alone, when another writer was first', async () => {
    await store.putStatistics(narrow, undefined);
    expect(await store.putStatistics(wide, 'read before')).toBe(false);
    expect(await stored()).toMatchObject(narrow);
    expect(partKeys()).toEqual([]);
  });

  it('reject, and leave no part behind, when one of the parts cannot be written', async () => {
    table.interrupt = (when, call) => {
      if (when === 'before' && /^PutCommand c#.*#0001$/.test(call)) throw new Error('throttled');
    };
    await expect(store.putStatistics(wide, undefined)).rejects.toThrow('throttled');
    expect(table.sortKeys).toEqual([]);
  });

  it('stay when the old parts cannot be removed', async () => {
    await store.putStatistics(wide, undefined);
    const version = await versionOf();
    table.interrupt = (_when, call) => {
      if (call.startsWith('DeleteCommand')) throw new Error('throttled');
    };
    expect(await store.putStatistics(narrow, version)).toBe(true);
    expect(await stored()).toMatchObject(narrow);
  });

  it('recognise their own write when its answer got lost and the SDK tried again', async () => {
    const send = table.client.send.bind(table.client);
    table.client.send = (async (command: never) => {
      await send(command);
      return send(command);
    }) as never;
    expect(await store.putStatistics(wide, undefined)).toBe(true);
    expect(await stored()).toMatchObject(wide);
  });

  it('are listed a few at a time, as they are large, and all of them page by page', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const id of ids) await store.putStatistics(itemOf(400, { ...KEY, id }), undefined);
    const pages: string[][] = [];
    let afterId: string | undefined;
    do {
      const page = await store.listStatistics(KEY, afterId === undefined ? {} : { afterId });
      pages.push(page.items.map(({ id }) => id));
      afterId = page.nextAfterId;
    } while (afterId !== undefined);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat()).toEqual(ids);
  });
});

describe('a writer that stops', () => {
  const replacements = [
    ['wide', 'a less wide', wide, lessWide],
    ['wide', 'a narrow', wide, narrow],
    ['narrow', 'a wide', narrow, wide],
  ] as const;

  it.each(replacements)(
    'before or after any of its calls while it replaces a %s item by %s one leaves one of the two',
    async (_before, _after, before, after) => {
      for (const when of ['before', 'after'] as const) {
        for (let stopAt = 0, stopped = true; stopped; stopAt += 1) {
          table.interrupt = () => {};
          table.items.clear();
          await store.putStatistics(before, undefined);
          const version = await versionOf();
          const first = table.calls.length;
          stopped = false;
          table.interrupt = (now, _call, index) => {
            // As a function whose time is over: none of its calls is heard of again.
            if (index > first + stopAt || (now === when && index === first + stopAt)) {
              stopped = true;
              throw new Error('stopped');
            }
          };
          const answer = await store.putStatistics(after, version).catch(() => undefined);
          table.interrupt = () => {};
          const there = await stored();
          expect([before.statistics, after.statistics]).toContainEqual(there?.statistics);
          if (answer === true) expect(there?.statistics).toEqual(after.statistics);
          // What was left does not hold up the next writer.
          expect(await store.putStatistics(lessWide, there?.version)).toBe(true);
          expect(await stored()).toMatchObject(lessWide);
        }
      }
    },
  );
});

describe('a reader of wide statistics', () => {
  it.each([
    ['by their key', stored],
    ['in a list', async () => (await listed())[0]],
  ])(
    'that is overtaken between any two of its calls gets the old item or the new one, %s',
    async (_name, read) => {
      for (let at = 0, overtaken = true; overtaken; at += 1) {
        table.items.clear();
        await store.putStatistics(wide, undefined);
        const version = await versionOf();
        const first = table.calls.length;
        overtaken = false;
        table.interrupt = async (when, _call, index) => {
          if (when !== 'before' || index !== first + at) return;
          overtaken = true;
          await store.putStatistics(lessWide, version);
        };
        const there = await read();
        table.interrupt = () => {};
        expect([150, 140]).toContain(there?.statistics.count);
      }
    },
  );

  it('gives up with an error when parts are missing though nobody replaced the item', async () => {
    await store.putStatistics(wide, undefined);
    const [lost] = [...table.items.keys()].filter((key) => key.includes(' c#'));
    table.items.delete(String(lost));
    await expect(stored()).rejects.toMatchObject({ name: 'CorruptDataError' });
  });

  it('reads nothing but the item when there are no parts', async () => {
    await store.putStatistics(narrow, undefined);
    const first = table.calls.length;
    await stored();
    await listed();
    expect(table.calls.slice(first)).toEqual(['BatchGetCommand', 'QueryCommand']);
  });
});
