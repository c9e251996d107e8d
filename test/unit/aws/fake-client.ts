import type { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One call of an adapter. */
export interface Call<Input> {
  /** Such as `PutCommand`. */
  readonly command: string;
  readonly input: Input;
}

/** A client that answers as the test says, and keeps the calls it received. */
export function fakeClient<Input>(answer: (call: Call<Input>, index: number) => unknown) {
  const calls: Call<Input>[] = [];
  const waits: number[] = [];
  const send = async (command: { readonly input: Input }) => {
    const call = { command: command.constructor.name, input: command.input };
    calls.push(call);
    return answer(call, calls.length - 1);
  };
  return {
    calls,
    // The SDK's paginators accept only an instance.
    client: Object.assign(Object.create(DynamoDBDocumentClient.prototype) as object, {
      send,
    }) as unknown as DynamoDBDocumentClient & SQSClient,
    /** How long the adapter waited, each time; it does not really wait. */
    waits,
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
}
