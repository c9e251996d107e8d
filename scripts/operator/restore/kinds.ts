import { ITEM_KINDS } from '../../../lib/data/item-kinds.ts';
import { refused } from '../../command-line.ts';

export const TABLES = ['records', 'ledger', 'audit'] as const;
export type RestoredTable = (typeof TABLES)[number];

/**
 * What the ledger counts from. Everything else is state that people and functions delete on purpose: what was deleted, such as
 * a budget or an alert that was delivered, would come back.
 */
const USAGE_KINDS: readonly string[] = ['segments', 'statistics'];

const KINDS = Object.entries(ITEM_KINDS);

/** The kind of an item of a table, by its partition key. */
export function kindIn(table: RestoredTable): (partition: string) => string {
  // Any text can be the name of a record, even one that looks like a key of the ledger table.
  return table === 'ledger' ? kindInLedger : () => table;
}

function kindInLedger(partition: string): string {
  const found = KINDS.find(([, pattern]) =>
    pattern.endsWith('*') ? partition.startsWith(pattern.slice(0, -1)) : partition === pattern,
  );
  return found?.[0] ?? 'unknown';
}

/** The kinds that `--kinds` names; undefined: all. @throws UsageError */
export function readKinds(table: RestoredTable, list: string | undefined): ReadonlySet<string> | undefined {
  if (table !== 'ledger') {
    if (list === undefined || list === 'all') return undefined;
    throw refused('kinds', list, 'left out: only the ledger table has several kinds of items');
  }
  if (list === 'all') return undefined;
  const names = list?.split(',').map((name) => name.trim()) ?? USAGE_KINDS;
  if (names.every((name) => Object.hasOwn(ITEM_KINDS, name))) return new Set(names);
  throw refused(
    'kinds',
    list ?? '',
    `all, or one or more of ${Object.keys(ITEM_KINDS).join(', ')}, separated by commas`,
  );
}
