import { createHash } from 'node:crypto';

/*
 * In place of the sockets of the AWS SDK: every call succeeds at once, as on empty tables. So what is measured of a call is all that
 * this process does for it but the network: conversion, JSON, the signature, and reading the answer.
 */

interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

interface Call {
  readonly Statements?: readonly unknown[];
  readonly Entries?: readonly { readonly Id: string; readonly MessageBody: string }[];
}

/** For the option `requestHandler` of a client. Keeps the bodies of messages that were sent if asked to. */
export class AnsweringServices {
  readonly messages: string[] = [];
  readonly #keepsMessages: boolean;

  constructor({ keepsMessages = false } = {}) {
    this.#keepsMessages = keepsMessages;
  }

  async handle({ headers, body }: SignedRequest) {
    const operation = headers['x-amz-target']?.split('.')[1] ?? '';
    const answer = this.#answer(operation, body);
    return {
      response: {
        statusCode: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: Buffer.from(JSON.stringify(answer)),
      },
    };
  }

  destroy(): void {}

  #answer(operation: string, body: string | Uint8Array): object {
    const read = () => JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString()) as Call;
    switch (operation) {
      case 'BatchExecuteStatement':
        return { Responses: read().Statements?.map(() => ({ TableName: 'records' })) };
      case 'SendMessageBatch': {
        const { Entries = [] } = read();
        if (this.#keepsMessages) this.messages.push(...Entries.map(({ MessageBody }) => MessageBody));
        return {
          Successful: Entries.map(({ Id, MessageBody }) => ({
            Id,
            MessageId: Id,
            MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
          })),
        };
      }
      case 'PutItem':
      case 'UpdateItem':
      case 'GetItem':
      case 'TransactWriteItems':
        return {};
      case 'BatchGetItem':
        return { Responses: {} };
      case 'Query':
        return { Items: [], Count: 0 };
      default:
        throw new Error(`${operation} is not expected here.`);
    }
  }
}
