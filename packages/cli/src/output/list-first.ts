import type { Column, Printer } from './printer.ts';

/**
 * Lists the first items, and says behind the table if there are more. With `--json`, nothing is said, and no page is
 * requested for it.
 *
 * @param limit at least 1; infinity for all
 */
export async function listFirst<T>(
  print: Printer,
  items: AsyncIterable<T>,
  limit: number,
  columns: readonly Column<T>[],
  empty: string,
): Promise<void> {
  let hasMore = false;
  const listed = async function* () {
    let count = 0;
    for await (const item of items) {
      if (count === limit) {
        hasMore = true;
        return;
      }
      yield item;
      count += 1;
      if (count === limit && print.json) return;
    }
  };
  await print.list(listed(), columns, empty);
  if (hasMore) print.note(`There are more than --limit ${limit} shows: --limit all shows all of them.`);
}

/** How many items a page has: one more than are listed shows whether there are more, without another request. */
export function pageSize({ json }: Pick<Printer, 'json'>, limit: number, maximum: number): number {
  return Math.min(json ? limit : limit + 1, maximum);
}
