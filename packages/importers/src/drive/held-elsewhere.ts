import { isPlainId, MAX_NAMES_PER_LOOKUP } from '@token-ledger/contract';
import { ImportError, OverlapError } from '../errors.ts';
import { type FoundRecord, type ImportItem, skipped } from '../import-source.ts';
import { isMessageId, isRequestId } from '../sources/anthropic-names.ts';
import type { RecordDefaults } from './judge.ts';
import type { LedgerReader } from './ledger-reader.ts';
import { isWithin, type TimeRange } from './time-range.ts';

/**
 * What is done with a call that another access key has counted: `refuse` stops the import, `join` imports it under the access
 * key that has it, so that both are one call, and `skip` leaves it out.
 */
export const HELD_ELSEWHERE_MODES = ['refuse', 'join', 'skip'] as const;
export type HeldElsewhereMode = (typeof HELD_ELSEWHERE_MODES)[number];

export interface HeldElsewhereOptions {
  readonly reader: Pick<LedgerReader, 'lookUpNames'>;
  readonly mode: HeldElsewhereMode;
  readonly defaults: RecordDefaults;
  readonly ownKeyId: string;
  readonly range: TimeRange;
  /** How many items are done already, and pass by without a lookup. */
  readonly done?: number;
  /** In the mode `refuse`, a call that another access key has counted. */
  readonly onHeld: (held: HeldCall) => void;
}

export interface HeldCall {
  readonly name: string;
  /** Undefined if the access key that reads may not see it. */
  readonly accessKeyId: string | undefined;
}

type Held = Awaited<ReturnType<LedgerReader['lookUpNames']>>['held'][number];

/** Of items without names, which take no part in a lookup. */
const MAX_WAITING = 10_000;

/**
 * The items, after their calls were looked up under all access keys, some hundreds at a time. Names of Anthropic, and those that begin
 * with the product they come from, name the same call wherever they are; other names may name different calls of different keys.
 */
export async function* settleHeldElsewhere(
  items: AsyncIterable<ImportItem>,
  options: HeldElsewhereOptions,
): AsyncGenerator<ImportItem> {
  let waiting: ImportItem[] = [];
  let names = new Set<string>();
  let passed = 0;
  for await (const item of items) {
    passed += 1;
    if (passed <= (options.done ?? 0)) {
      yield item;
      continue;
    }
    const own = namesOf(item, options.range);
    if (names.size + own.length > MAX_NAMES_PER_LOOKUP || waiting.length >= MAX_WAITING) {
      yield* settle(waiting, names, options);
      [waiting, names] = [[], new Set()];
    }
    waiting.push(item);
    for (const name of own) names.add(name);
  }
  yield* settle(waiting, names, options);
}

async function* settle(
  items: readonly ImportItem[],
  names: ReadonlySet<string>,
  options: HeldElsewhereOptions,
): AsyncGenerator<ImportItem> {
  if (names.size === 0) return yield* items;
  const { held } = await options.reader.lookUpNames([...names]);
  const byName = new Map(held.map((each) => [each.name, each]));
  for (const item of items) {
    const holders = namesOf(item, options.range).map((name) => byName.get(name));
    yield item.kind === 'record'
      ? settled(
          item,
          holders.filter((each) => each !== undefined),
          options,
        )
      : item;
  }
}

function settled(item: FoundRecord, holders: readonly Held[], options: HeldElsewhereOptions): ImportItem {
  const { mode, defaults, ownKeyId, onHeld } = options;
  const [first] = holders;
  const accessKeyId = item.record.accessKeyId ?? defaults.accessKeyId ?? ownKeyId;
  // Under its own key, too: it joins that record, and adds nothing to the others.
  if (!first || holders.some(({ accessKeyIds }) => accessKeyIds.includes(accessKeyId))) return item;
  if (mode === 'skip') return skipped(item.place, 'held_elsewhere');
  const holder = holders.flatMap(({ accessKeyIds }) => accessKeyIds)[0];
  if (mode === 'refuse') {
    onHeld({ name: first.name, accessKeyId: holder });
    return item;
  }
  if (holder === undefined) {
    throw new ImportError(
      'Calls are counted under access keys that the present one may not see. Name one with the scope read in TOKEN_LEDGER_READ_KEY.',
    );
  }
  return { ...item, joins: true, record: { ...item.record, accessKeyId: holder } };
}

const OF_A_PRODUCT = /^(?:litellm|langfuse|symfony):/;

/** The names by which a call is the same call under each access key; none of what is outside of the range. */
function namesOf(item: ImportItem, range: TimeRange): readonly string[] {
  if (item.kind !== 'record') return [];
  const { requestId, messageId, occurredAt } = item.record;
  if (typeof occurredAt === 'number' && !isWithin(occurredAt, range)) return [];
  const names = [requestId, messageId].filter((name) => typeof name === 'string');
  return names.filter((name) => isRequestId(name) || isMessageId(name) || OF_A_PRODUCT.test(name));
}

const EXAMPLES = 3;

/** Calls that other access keys have counted, by key. */
export class HeldCalls {
  readonly #byKey = new Map<string, { calls: number; readonly examples: string[] }>();
  #calls = 0;

  add({ name, accessKeyId = '' }: HeldCall): void {
    const known = this.#byKey.get(accessKeyId) ?? { calls: 0, examples: [] };
    known.calls += 1;
    if (known.examples.length < EXAMPLES && isPlainId(name)) known.examples.push(name);
    this.#byKey.set(accessKeyId, known);
    this.#calls += 1;
  }

  /** Throws an `OverlapError` if there are any. `consequence`: what was sent. */
  refuse(consequence: string): void {
    if (this.#calls === 0) return;
    const keys = [...this.#byKey].map(
      ([key, { calls, examples }]) =>
        `  ${key === '' ? 'access keys that the present one may not see' : key}: ${calls}, such as ${examples.join(', ')}`,
    );
    throw new OverlapError(
      [
        `Other access keys have counted ${this.#calls} of these calls, so that each would count twice:`,
        ...keys,
        consequence,
        'Import them with that access key. Or import each call under the access key that has it (--held-elsewhere join, with the',
        'scope ingest:any), or leave these calls out (--held-elsewhere skip).',
      ].join('\n'),
    );
  }
}
