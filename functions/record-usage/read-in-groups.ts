import type { SQSRecord } from 'aws-lambda';
import { type MessageRules, type ReadMessage, readMessage } from './read-messages.ts';

/*
 * A few kilobytes of a compressed message unfold to megabytes, so that what a batch holds has nothing to do with what it
 * weighs. Messages are therefore read one after the other, and recorded as soon as what was read is as much as a batch
 * of plain messages can hold. Such a batch is one group, as its segments should be few. When time runs short, the messages
 * that are left are handed back, so that those before them are acknowledged.
 */

/** Lambda hands a function at most 6 MB. */
export const MAX_GROUP_CHARACTERS = 6 * 1024 * 1024;

/** The messages of a batch in groups of which each fits into memory. */
export async function* readInGroups(
  messages: readonly SQSRecord[],
  rules: MessageRules,
  hasTime: () => boolean,
): AsyncGenerator<readonly ReadMessage[]> {
  let group: ReadMessage[] = [];
  let characters = 0;
  for (const message of messages) {
    if (!hasTime()) {
      group.push({ messageId: message.messageId, unread: true });
      continue;
    }
    const read = await readMessage(message, rules);
    group.push(read);
    characters += 'characters' in read ? read.characters : 0;
    if (characters < MAX_GROUP_CHARACTERS) continue;
    yield group;
    [group, characters] = [[], 0];
  }
  if (group.length > 0) yield group;
}
