import type { IdempotentRequest } from '@token-ledger/core';
import { isJsonObject, isPresent } from './json.ts';
import { metadataProblems } from './metadata.ts';
import { type Problem, type ProblemCode, pointer } from './problem.ts';
import type { Reporter } from './reporter.ts';
import { usageRelationProblems } from './usage-relations.ts';

/** Facts about a record that are not in the record itself. */
export interface RecordContext {
  /** The place of the record in its document, such as `/records/7`. */
  readonly path?: string;
  /** The caller over HTTP. Absent for queue messages: their senders may report for all access keys and users. */
  readonly reporter?: Reporter;
  /** Identifies the record if nothing else does. */
  readonly idempotency?: IdempotentRequest;
}

/**
 * Checks how the fields of a record relate to each other. Takes the unparsed record, so that these problems are
 * reported together with those of single fields.
 */
export function relationProblems(
  record: Readonly<Record<string, unknown>>,
  { path = '', reporter, idempotency }: RecordContext,
): readonly Problem[] {
  const { message, usage, model, accessKeyId, requestId, metadata } = record;
  const problems: Problem[] = [];
  const add = (field: string, code: ProblemCode, text: string) =>
    problems.push({ path: pointer(path, [field]), code, message: text });

  if (isPresent(message)) {
    for (const field of ['usage', 'model', 'stopReason']) {
      if (isPresent(record[field])) {
        add(field, 'conflicting_fields', 'must be left out beside message, which contains it');
      }
    }
  } else {
    if (!isPresent(usage))
      add('usage', 'required', "is required: Anthropic's usage object, or a whole message");
    if (!isPresent(model)) add('model', 'required', 'is required');
  }
  if (!isPresent(accessKeyId) && !reporter) add('accessKeyId', 'required', 'is required');
  const messageId = isJsonObject(message) ? message['id'] : undefined;
  if (!isPresent(requestId) && !isPresent(messageId) && !idempotency) {
    const sources = 'or message.id, or the header Idempotency-Key';
    add('requestId', 'missing_identity', `is required, ${sources}: a call counts once per identity`);
  }
  return [
    ...problems,
    ...usageRelationProblems(usage, pointer(path, ['usage'])),
    ...(isJsonObject(message)
      ? usageRelationProblems(message['usage'], pointer(path, ['message', 'usage']))
      : []),
    ...metadataProblems(metadata, pointer(path, ['metadata'])),
  ];
}
