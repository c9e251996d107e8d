import type { FailedMessageResponse } from '@token-ledger/contract';
import type { ReadNames } from '@token-ledger/core';

/** Failed messages with the names of their access keys. */
export async function nameAccessKeys(
  readNames: ReadNames,
  messages: readonly FailedMessageResponse[],
): Promise<readonly FailedMessageResponse[]> {
  const ids = messages.flatMap(({ accessKeyId }) => accessKeyId ?? []);
  const names = ids.length === 0 ? new Map<string, string>() : await readNames('access_key', ids);
  return messages.map((message) => {
    const name = names.get(message.accessKeyId ?? '');
    return name === undefined ? message : { ...message, accessKeyName: name };
  });
}
