import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type BatchGetCommandInput,
  type DeleteCommandInput,
  DynamoDBDocumentClient,
  type GetCommandInput,
  type PutCommandInput,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';

/*
 * The part of a DynamoDB table that the statistics store uses, so that its steps can be interrupted anywhere. The
 * integration tests cover the real engine.
 */

type Item = Record<string, unknown>;
type Key = { readonly p: string; readonly s: string };

export class FakeTable {
  readonly items = new Map<string, Item>();
  /** The commands so far, such as `PutCommand i#u_1`. */
  readonly calls: string[] = [];
  /** Called before and after every call takes effect; an error that it throws becomes the answer. */
  interrupt: (when: 'before' | 'after', call: string, index: number) => void | Promise<void> = () => {};

  // The SDK's own paginators require its class.
  readonly client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send: async (command: { readonly input: never }) => {
      const name = command.constructor.name;
      const { Key: key, Item: item } = command.input as { Key?: Key; Item?: Key };
      const call = `${name} ${(key ?? item)?.s ?? ''}`.trim();
      const index = this.calls.push(call) - 1;
      await this.interrupt('before', call, index);
      const answer = structuredClone(this.#answer(name, command.input));
      await this.interrupt('after', call, index);
      return answer;
    },
  });

  /** The existing sort keys. */
  get sortKeys(): string[] {
    return [...this.items.values()].map(({ s }) => String(s)).toSorted();
  }

  #answer(name: string, input: never): unknown {
    switch (name) {
      case 'PutCommand':
        return this.#put(input);
      case 'DeleteCommand':
        return void this.items.delete(idOf((input as DeleteCommandInput).Key as Key));
      case 'GetCommand':
        return { Item: this.items.get(idOf((input as GetCommandInput).Key as Key)) };
      case 'BatchGetCommand':
        return this.#batchGet(input);
      case 'QueryCommand':
        return this.#query(input);
      default:
        throw new Error(`The fake table does not know ${name}.`);
    }
  }

  #put({ Item, ConditionExpression, ExpressionAttributeValues }: PutCommandInput) {
    const key = idOf(Item as Key);
    const stored = this.items.get(key);
    const holds =
      ConditionExpression === undefined ||
      (ExpressionAttributeValues ? stored?.['w'] === ExpressionAttributeValues[':w'] : !stored);
    if (!holds) {
      throw new ConditionalCheckFailedException({
        message: 'The conditional request failed',
        $metadata: {},
        Item: { w: { S: String(stored?.['w']) } },
      });
    }
    this.items.set(key, structuredClone(Item as Item));
    return {};
  }

  #batchGet({ RequestItems }: BatchGetCommandInput) {
    const [[table, { Keys = [] }] = ['', {}]] = Object.entries(RequestItems ?? {});
    const found = Keys.map((key) => this.items.get(idOf(key as Key)));
    return { Responses: { [table]: found.filter((item) => item !== undefined) } };
  }

  #query({ ExpressionAttributeValues: values = {}, Limit, ExclusiveStartKey }: QueryCommandInput) {
    const matching = [...this.items.values()]
      .filter(({ p, s }) => p === values[':p'] && String(s).startsWith(String(values[':prefix'])))
      .filter(({ s }) => !ExclusiveStartKey || String(s) > String(ExclusiveStartKey['s']))
      .toSorted((a, b) => (String(a['s']) < String(b['s']) ? -1 : 1));
    const page = matching.slice(0, Limit);
    const last = page.at(-1);
    return {
      Items: page,
      ...(page.length < matching.length && { LastEvaluatedKey: { p: last?.['p'], s: last?.['s'] } }),
    };
  }
}

function idOf({ p, s }: Key): string {
  return `${p} ${s}`;
}
