import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fileCheckpoint } from '../../../scripts/operator/restore/checkpoint.ts';
import {
  type CopiedTables,
  type CopyOptions,
  type CopyState,
  copyMissing,
  type Item,
} from '../../../scripts/operator/restore/copy-missing.ts';
import { kindIn, readKinds } from '../../../scripts/operator/restore/kinds.ts';

const NOW_MS = Date.UTC(2026, 10, 21);
const OPTIONS: CopyOptions = { kindOf: kindIn('ledger'), kinds: undefined, apply: true, nowMs: NOW_MS };

const item = (p: string, s: string, fields: Item = {}): Item => ({ p: { S: p }, s: { S: s }, ...fields });
const nameOf = ({ p, s }: Item) => `${p?.S}\n${s?.S}`;

/** Two tables in memory, which are read in pages of two items. */
class FakeTables implements CopiedTables {
  readonly target: Map<string, Item>;
  private readonly source: readonly Item[];

  constructor(source: readonly Item[], target: readonly Item[]) {
    this.source = source;
    this.target = new Map(target.map((each) => [nameOf(each), each]));
  }

  async readSource(after: Item | undefined) {
    const start =
      after === undefined ? 0 : this.source.findIndex((each) => nameOf(each) === nameOf(after)) + 1;
    const items = this.source.slice(start, start + 2);
    const last = items.at(-1);
    return { items, next: start + 2 < this.source.length ? last : undefined };
  }

  async readTarget(keys: readonly Item[]) {
    return keys.map((key) => this.target.get(nameOf(key))).filter((found) => found !== undefined);
  }

  async insert(written: Item) {
    if (this.target.has(nameOf(written))) return false;
    this.target.set(nameOf(written), written);
    return true;
  }
}

describe('a copy of what is missing', () => {
  it('writes what the target lacks, and leaves as it is what the target has', async () => {
    const newer = item('T#all#H#2026112110', 'i#*', { q: { N: '2' } });
    const tables = new FakeTables(
      [
        item('L#202611211000#0', 'a', { b: { B: Uint8Array.of(1, 2) } }),
        item('T#all#H#2026112110', 'i#*', { q: { N: '1' } }),
        item('L#202611211000#0', 'b'),
      ],
      [newer, item('L#202611211000#0', 'b')],
    );
    const { kinds, read, after } = await copyMissing(tables, OPTIONS);
    expect(kinds).toEqual({
      segments: { missing: 1, same: 1, different: 0 },
      statistics: { missing: 0, same: 0, different: 1 },
    });
    expect([read, after]).toEqual([3, undefined]);
    expect([...tables.target.values()]).toContainEqual(
      item('L#202611211000#0', 'a', { b: { B: Uint8Array.of(1, 2) } }),
    );
    expect(tables.target.get(nameOf(newer))).toBe(newer);
  });

  it('writes nothing unless it is asked to', async () => {
    const tables = new FakeTables([item('L#1#0', 'a')], []);
    const { kinds } = await copyMissing(tables, { ...OPTIONS, apply: false });
    expect(kinds['segments']).toEqual({ missing: 1, same: 0, different: 0 });
    expect(tables.target.size).toBe(0);
  });

  it('leaves out what has expired, and kinds that were not asked for', async () => {
    const at = (ms: number): Item => ({ x: { N: String(ms / 1000) } });
    const tables = new FakeTables(
      [
        item('L#1#0', 'over', at(NOW_MS)),
        item('L#1#0', 'alive', at(NOW_MS + 1000)),
        item('B#budgets', 'id#b'),
      ],
      [],
    );
    const state = await copyMissing(tables, { ...OPTIONS, kinds: new Set(['segments']) });
    expect([...tables.target.keys()]).toEqual(['L#1#0\nalive']);
    expect([state.expired, state.otherKinds, state.read]).toEqual([1, 1, 3]);
  });

  it('counts an item that a function wrote in between as one that stays', async () => {
    const written = item('L#1#0', 'a', { q: { N: '9' } });
    const tables = new FakeTables([item('L#1#0', 'a')], []);
    const racing: CopiedTables = {
      readSource: (after) => tables.readSource(after),
      readTarget: async () => [],
      insert: async (each) => {
        tables.target.set(nameOf(written), written);
        return tables.insert(each);
      },
    };
    const { kinds } = await copyMissing(racing, OPTIONS);
    expect(kinds['segments']).toEqual({ missing: 0, same: 0, different: 1 });
    expect(tables.target.get(nameOf(written))).toBe(written);
  });

  it('ends with the same table and the same counts when it is interrupted anywhere and resumed', async () => {
    const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(keys, keys, fc.nat(3), async (source, target, pages) => {
        const items = (names: readonly string[]) => names.map((name) => item('L#1#0', name));
        const [whole, stopped] = [0, 1].map(() => new FakeTables(items(source), items(target)));
        const expected = await copyMissing(whole!, OPTIONS);
        let from: CopyState | undefined;
        let done = 0;
        const interrupted = copyMissing(stopped!, {
          ...OPTIONS,
          onPage: async (state) => {
            if (done === pages) throw new Error('interrupted');
            done += 1;
            from = state;
          },
        });
        const first = await interrupted.catch(() => undefined);
        const end = first ?? (await copyMissing(stopped!, { ...OPTIONS, ...(from && { from }) }));
        expect([...stopped!.target.keys()].toSorted()).toEqual([...whole!.target.keys()].toSorted());
        // A page that was written, but not stored as done, is counted as the same the second time.
        const total = ({ kinds }: CopyState) =>
          Object.values(kinds).reduce(
            (sum, { missing, same, different }) => sum + missing + same + different,
            0,
          );
        expect([end.read, total(end)]).toEqual([expected.read, total(expected)]);
      }),
    );
  });
});

describe('the kinds of items', () => {
  it('are those of the ledger table', () => {
    const kind = kindIn('ledger');
    expect(['L#202611211000#0', 'T#user#H#2026112110', 'P', 'B#budgets', 'ZZ'].map(kind)).toEqual([
      'segments',
      'statistics',
      'prices',
      'budgets',
      'unknown',
    ]);
  });

  it('are one in the other tables, where any text can be a key', () => {
    expect(['L#1#0', 'req_1'].map(kindIn('records'))).toEqual(['records', 'records']);
  });

  it('are what is counted, unless others are named', () => {
    expect(readKinds('ledger', undefined)).toEqual(new Set(['segments', 'statistics']));
    expect(readKinds('ledger', 'budgets, prices')).toEqual(new Set(['budgets', 'prices']));
    expect(readKinds('ledger', 'all')).toBeUndefined();
    expect(readKinds('records', undefined)).toBeUndefined();
    expect(() => readKinds('ledger', 'segment')).toThrow(
      '--kinds is "segment"; it must be all, or one or more of',
    );
    expect(() => readKinds('records', 'segments')).toThrow('only the ledger table has several kinds');
  });
});

describe('a checkpoint', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  const identity = { source: 'restored', target: 'live', kinds: 'segments', apply: true };
  const state: CopyState = { after: item('L#1#0', 'a'), read: 2, expired: 0, otherKinds: 1, kinds: {} };

  it('is read where the same copy stopped, and gone at its end', async () => {
    const checkpoint = fileCheckpoint(join(directory, 'a'), identity);
    expect(await checkpoint.read()).toBeUndefined();
    await checkpoint.write(state);
    expect(await checkpoint.read()).toEqual(state);
    await checkpoint.remove();
    expect(await checkpoint.read()).toBeUndefined();
    expect(await readdir(directory)).toEqual([]);
  });

  it.each([{ source: 'other' }, { target: 'other' }, { kinds: 'all' }, { apply: false }])(
    'is refused to another copy: %j',
    async (other) => {
      const path = join(directory, 'b');
      await fileCheckpoint(path, identity).write(state);
      await expect(fileCheckpoint(path, { ...identity, ...other }).read()).rejects.toThrow(
        'a file of the same copy; it is of restored to live, kinds segments, with --apply',
      );
    },
  );

  it('is refused if it is none', async () => {
    await writeFile(join(directory, 'c'), 'id,name');
    await expect(fileCheckpoint(join(directory, 'c'), identity).read()).rejects.toThrow('--checkpoint');
  });
});
