import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from '@token-ledger/aws/attribute-names';

/** As DynamoDB sends it: numbers stay text, so nothing is rounded on its way. */
export type Item = Readonly<Record<string, AttributeValue>>;

interface Page {
  readonly items: readonly Item[];
  /** The key to read on after; undefined at the end of the table. */
  readonly next: Item | undefined;
}

/** The two tables of a restore. */
export interface CopiedTables {
  readSource(after: Item | undefined): Promise<Page>;
  /** The items of the target with these keys, in any order. */
  readTarget(keys: readonly Item[]): Promise<readonly Item[]>;
  /** Writes an item unless the target has one with its key. Returns whether it was written. */
  insert(item: Item): Promise<boolean>;
}

interface CopyCounts {
  /** In the source only. With `apply`, they are written. */
  missing: number;
  /** Different in the target, which stays as it is. */
  different: number;
  same: number;
}

export interface CopyState {
  readonly after: Item | undefined;
  readonly read: number;
  /** Expired in the source, and left out. */
  readonly expired: number;
  /** Of kinds that were not asked for. */
  readonly otherKinds: number;
  readonly kinds: Readonly<Record<string, CopyCounts>>;
}

export const AT_THE_START: CopyState = { after: undefined, read: 0, expired: 0, otherKinds: 0, kinds: {} };

export interface CopyOptions {
  /** The kind of an item, by its partition key. */
  readonly kindOf: (partition: string) => string;
  /** The kinds of items to copy; undefined: all. */
  readonly kinds: ReadonlySet<string> | undefined;
  readonly apply: boolean;
  readonly nowMs: number;
  readonly from?: CopyState;
  /** Called when everything up to `after` is done. A copy can be resumed from there. */
  readonly onPage?: (state: CopyState) => Promise<void>;
}

const WRITES_AT_A_TIME = 16;

/**
 * Copies what a restored table has and the live one has not. It overwrites nothing: what is in the target is newer. Repeating
 * it, or stopping it anywhere, does no harm.
 */
export async function copyMissing(tables: CopiedTables, options: CopyOptions): Promise<CopyState> {
  let state = options.from ?? AT_THE_START;
  let page: Page;
  do {
    page = await tables.readSource(state.after);
    state = await copyPage(tables, page, state, options);
    await options.onPage?.(state);
  } while (page.next !== undefined);
  return state;
}

async function copyPage(
  tables: CopiedTables,
  { items, next }: Page,
  state: CopyState,
  { kindOf, kinds: wanted, apply, nowMs }: CopyOptions,
): Promise<CopyState> {
  const ofKinds = items.filter((item) => wanted === undefined || wanted.has(kindOf(partitionOf(item))));
  const alive = ofKinds.filter((item) => !isExpired(item, nowMs));
  const present = new Map((await tables.readTarget(alive.map(keyOf))).map((item) => [textOf(item), item]));
  const kinds = structuredClone(state.kinds) as Record<string, CopyCounts>;
  const countsOf = (item: Item) =>
    (kinds[kindOf(partitionOf(item))] ??= { missing: 0, different: 0, same: 0 });
  const missing: Item[] = [];
  for (const item of alive) {
    const counts = countsOf(item);
    const other = present.get(textOf(item));
    if (other === undefined) missing.push(item);
    else if (isDeepStrictEqual(item, other)) counts.same += 1;
    else counts.different += 1;
  }
  for (let start = 0; start < missing.length; start += WRITES_AT_A_TIME)
    await Promise.all(
      missing.slice(start, start + WRITES_AT_A_TIME).map(async (item) => {
        // A function can have written it since it was read.
        const written = !apply || (await tables.insert(item));
        countsOf(item)[written ? 'missing' : 'different'] += 1;
      }),
    );
  return {
    after: next,
    read: state.read + items.length,
    expired: state.expired + ofKinds.length - alive.length,
    otherKinds: state.otherKinds + items.length - ofKinds.length,
    kinds,
  };
}

const partitionOf = (item: Item) => item[PARTITION_KEY]?.S ?? '';

function keyOf(item: Item): Item {
  return Object.fromEntries(
    [PARTITION_KEY, SORT_KEY].map((name) => [name, item[name] ?? { S: '' }]),
  ) satisfies Item;
}

/** Control characters cannot be in a key that the product writes. */
const textOf = (item: Item) => `${partitionOf(item)}\n${item[SORT_KEY]?.S ?? ''}`;

function isExpired(item: Item, nowMs: number): boolean {
  const expiresAt = item[TTL_ATTRIBUTE]?.N;
  return expiresAt !== undefined && Number(expiresAt) * 1000 <= nowMs;
}
