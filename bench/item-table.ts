import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { itemBytes, readUnits } from '../test/capacity/item-size.ts';

/*
 * As much of a DynamoDB table as reading takes, in this process: the adapters decode real items, and every read is counted
 * as DynamoDB bills it. What a call costs beyond that (the SDK's own JSON, signing, the network) is not measured.
 */

type Item = Readonly<Record<string, unknown>>;

/** Partitions share items that are copies, so a table of two years takes little memory: an item gets its partition as it is read. */
interface StoredItem {
  readonly item: Item;
  readonly sortKey: string;
  readonly bytes: number;
}

/** What is read of a command. */
export interface Input {
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys: readonly Item[]; readonly ConsistentRead?: boolean }>
  >;
  readonly ExpressionAttributeValues?: Item;
  readonly ExclusiveStartKey?: Item;
}

export type TableClient = DynamoDBDocumentClient;

/** A page of a query ends after so many bytes. */
const PAGE_BYTES = 1_000_000;

export class ItemTable {
  readonly #partitions = new Map<string, StoredItem[]>();
  readUnits = 0;
  calls = 0;

  readonly client = clientOver(async (command, input) => this.answer(command, input));

  /** Puts all items of one partition, or those of some sort keys, into another too. */
  copy(from: string, to: string, wanted: (sortKey: string) => boolean = () => true): void {
    const items = this.#partitions.get(from) ?? [];
    this.#partitions.set(
      to,
      items.filter(({ sortKey }) => wanted(sortKey)),
    );
  }

  /** Answers a command by the name of its class. */
  answer(command: string, input: Input): unknown {
    this.calls += 1;
    switch (command) {
      case 'PutCommand':
        return this.#put(input.Item ?? {});
      case 'UpdateCommand':
        // Only marks are updated here, and all that is read of one is that it is there.
        return this.#put({ ...input.Key, tok: 'token', first: 0 });
      case 'GetCommand':
        return { Item: this.#read(input.Key ?? {}, input.ConsistentRead ?? false) };
      case 'BatchGetCommand':
        return { Responses: this.#batch(input) };
      case 'QueryCommand':
        return this.#query(input);
      default:
        throw new Error(`The table does not know ${command}.`);
    }
  }

  #put(item: Item): object {
    const stored = { item: withOwnBytes(item), sortKey: text(item['s']), bytes: itemBytes(item) };
    const partition = this.#partitions.get(text(item['p'])) ?? [];
    this.#partitions.set(text(item['p']), partition);
    const place = placeOf(partition, stored.sortKey);
    const replaced = partition[place]?.sortKey === stored.sortKey ? 1 : 0;
    partition.splice(place, replaced, stored);
    return {};
  }

  #read(key: Item, consistent: boolean): Item | undefined {
    const partition = this.#partitions.get(text(key['p'])) ?? [];
    const sortKey = text(key['s']);
    const place = partition[placeOf(partition, sortKey)];
    const found = place?.sortKey === sortKey ? place : undefined;
    this.readUnits += readUnits(found?.bytes ?? 0, consistent);
    return found && { ...found.item, p: key['p'] };
  }

  #batch({ RequestItems = {} }: Input) {
    return Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys, ConsistentRead = false }]) => [
        table,
        Keys.map((key) => this.#read(key, ConsistentRead)).filter((item) => item !== undefined),
      ]),
    );
  }

  #query({ ExpressionAttributeValues: values = {}, ExclusiveStartKey, ConsistentRead = false }: Input) {
    const partition = this.#partitions.get(text(values[':p'])) ?? [];
    const prefix = text(values[':prefix']);
    const after = ExclusiveStartKey && text(ExclusiveStartKey['s']);
    const matching = partition.filter(
      ({ sortKey }) => sortKey.startsWith(prefix) && (after === undefined || sortKey > after),
    );
    let bytes = 0;
    const end = matching.findIndex((stored) => (bytes += stored.bytes) >= PAGE_BYTES);
    const page = end === -1 ? matching : matching.slice(0, end + 1);
    this.readUnits += readUnits(bytes, ConsistentRead);
    return {
      Items: page.map(({ item }) => ({ ...item, p: values[':p'] })),
      ...(page.length < matching.length && { LastEvaluatedKey: page.at(-1)?.item }),
    };
  }
}

/** A key, or what is absent as the empty text. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A client whose commands are answered by a function. The SDK's own paginators insist on its class. */
export function clientOver(answer: (command: string, input: Input) => Promise<unknown>): TableClient {
  const client = Object.create(DynamoDBDocumentClient.prototype) as TableClient;
  return Object.assign(client, {
    send: (command: { readonly input: Input }) => answer(command.constructor.name, command.input),
  });
}

/** Packed bytes are a view of a buffer of 16 KB and more, all of which would stay, and be copied from process to process. */
function withOwnBytes(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Uint8Array.from(value) : value,
    ]),
  );
}

/** Where a sort key is among the sorted items, or would be. */
function placeOf(partition: readonly StoredItem[], sortKey: string): number {
  let [low, high] = [0, partition.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((partition[middle] as StoredItem).sortKey < sortKey) low = middle + 1;
    else high = middle;
  }
  return low;
}
