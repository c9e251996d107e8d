import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Cell, mapConcurrently } from '@token-ledger/core';
import { chunk } from '../chunk.ts';
import { PARTITION_KEY, SORT_KEY, STATISTICS_ATTRIBUTES } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { encodeCells } from './cells-codec.ts';
import { cellsSortKey } from './key-schema.ts';
import { queryAll } from './query-all.ts';
import { tableItems } from './table-items.ts';

/*
 * Cells that do not fit into their statistics item are in items beside it. Their keys contain the id of the write they
 * belong to, so they are never overwritten: the reader of a statistics item finds exactly the cells it was written
 * with, or, if the item was replaced and its parts deleted, notices that some are missing.
 *
 * A writer that stops between its parts and its statistics item leaves parts that no item refers to. Readers start from
 * an item and never find them; they only take space until the table is deleted.
 */

const { packedCells: CELLS } = STATISTICS_ATTRIBUTES;

/** Below the 400 KB limit of an item, with room for keys and totals. */
export const MAX_PACKED_BYTES = 350_000;
const CONCURRENT_WRITES = 4;
/** Digits of a part's number, so that parts sort by it. */
const DIGITS = 4;

/** Packs cells in order into as few parts as can hold them; nearly always one. */
export function packCells(cells: readonly Cell[], maxBytes: number): Uint8Array[] {
  const packed = encodeCells(cells);
  if (packed.length <= maxBytes || cells.length === 1) return [packed];
  // As many as the bytes suggest with half a part to spare; a part that is still too large is divided again.
  const size = Math.ceil(cells.length / Math.ceil(packed.length / maxBytes + 0.5));
  return chunk(cells, size).flatMap((part) => packCells(part, maxBytes));
}

/** Random, and contains the number of parts of the write, so that a later write knows how many to remove. */
export function newWriteId(parts: number): string {
  return parts === 0 ? randomUUID() : `${randomUUID()}.${parts}`;
}

/** The number of parts of the write with this id. */
export function partCount(writeId: string): number {
  return Number(writeId.split('.')[1] ?? 0);
}

/** The location of the parts of one write. */
interface CellPartsLocation {
  readonly partition: string;
  readonly writeId: string;
}

interface CellParts {
  /**
   * Stores all parts, with the attribute that lets them expire if they do. Rejects on failure, after removing the parts
   * it can.
   */
  put(location: CellPartsLocation, parts: readonly Uint8Array[], expiry: Item): Promise<void>;
  /** What `decode` makes of each part, in order, strongly consistent; undefined when any of the parts is missing. */
  read<T>(location: CellPartsLocation, decode: (packed: unknown) => T): Promise<T[] | undefined>;
  /** Never rejects: a part that stays does no harm. */
  remove(location: CellPartsLocation): Promise<void>;
}

export function createCellParts(client: DynamoDBDocumentClient, table: string): CellParts {
  const items = tableItems(client, table);
  return { put, read, remove };

  async function put(location: CellPartsLocation, parts: readonly Uint8Array[], expiry: Item): Promise<void> {
    const errors = await mapConcurrently([...parts.entries()], CONCURRENT_WRITES, ([index, packed]) =>
      items.put({ ...keyOf(location, index), [CELLS]: packed, ...expiry }).then(
        () => undefined,
        (error: unknown) => ({ error }),
      ),
    );
    const failure = errors.find((error) => error !== undefined);
    if (!failure) return;
    await remove(location);
    throw failure.error;
  }

  async function read<T>(
    { partition, writeId }: CellPartsLocation,
    decode: (packed: unknown) => T,
  ): Promise<T[] | undefined> {
    const parts: T[] = [];
    for await (const item of queryAll(client, table, partition, { prefix: cellsSortKey(writeId, '') }))
      parts.push(decode(item[CELLS]));
    return parts.length === partCount(writeId) ? parts : undefined;
  }

  async function remove(location: CellPartsLocation): Promise<void> {
    const indexes = Array.from({ length: partCount(location.writeId) }, (_, index) => index);
    await mapConcurrently(indexes, CONCURRENT_WRITES, async (index) => {
      try {
        await items.remove(keyOf(location, index));
      } catch {
        // No reader needs the parts, and the caller's own work is done.
      }
    });
  }
}

function keyOf({ partition, writeId }: CellPartsLocation, index: number) {
  const part = String(index).padStart(DIGITS, '0');
  return { [PARTITION_KEY]: partition, [SORT_KEY]: cellsSortKey(writeId, part) };
}
