import { IDEMPOTENT_ID_PREFIX, type IdempotentRequest } from '@token-ledger/core';
import { isJsonObject, isPresent } from './json.ts';
import { metadataProblems } from './metadata.ts';
import { type Problem, type ProblemCode, pointer } from './problem.ts';
import type { Reporter } from './reporter.ts';
import { startsAmong } from './stream-events.ts';
import { protoProblems, usageRelationProblems } from './usage-relations.ts';

/** Facts about a record that are not in the record itself. */
export interface RecordContext {
  /** The place of the record in its document, such as `/records/7`. */
  readonly path?: string;
  /** The caller over HTTP. Absent for queue messages: their senders may report for all access keys and users. */
  readonly reporter?: Reporter;
  /** The access key of records that name none, where the queue they came through says whose they are. */
  readonly defaultAccessKeyId?: string;
  /** True where problems are logged or stored instead of answered: then they repeat nothing of the record but known names. */
  readonly problemsAreKept?: boolean;
  /** The identity of last resort. */
  readonly idempotency?: IdempotentRequest;
}

/**
 * Checks how the fields of a record relate to each other. Takes the unparsed record, so that these problems are
 * reported together with those of single fields.
 */
export function relationProblems(
  record: Readonly<Record<string, unknown>>,
  { path = '', reporter, defaultAccessKeyId, idempotency }: RecordContext,
): readonly Problem[] {
  const { message, events, usage, status, model, accessKeyId, requestId, metadata } = record;
  const problems: Problem[] = [];
  const add = (field: string, code: ProblemCode, text: string) =>
    problems.push({ path: pointer(path, [field]), code, message: text });

  const starts = startsAmong(events);
  const refuseBeside = (source: string, fields: readonly string[]) => {
    for (const field of fields.filter((name) => isPresent(record[name]))) {
      add(field, 'conflicting_fields', `must not be given beside ${source}, which contains it`);
    }
  };
  if (isPresent(message)) {
    refuseBeside('message', ['usage', 'model', 'stopReason', 'messageId', 'events']);
  } else if (isPresent(events)) {
    refuseBeside('events', ['usage', 'stopReason', 'status']);
    if (starts.length > 0) refuseBeside('a message_start', ['model', 'messageId']);
    else if (!isPresent(model)) add('model', 'required', 'is required beside events without a message_start');
  } else {
    // A call that failed may have used nothing, and counts as a request nevertheless.
    if (!isPresent(usage) && status !== 'error')
      add(
        'usage',
        'required',
        "is required: Anthropic's usage object, a whole message, or the events of a stream",
      );
    if (!isPresent(model)) add('model', 'required', 'is required');
  }
  if (!isPresent(accessKeyId) && !reporter && defaultAccessKeyId === undefined)
    add('accessKeyId', 'required', 'is required');
  const said = message ?? starts[0]?.['message'];
  const messageId = idOf(said) ?? record['messageId'];
  if (!isPresent(requestId) && !isPresent(messageId) && !idempotency) {
    const sources = 'or message.id or messageId, or the header Idempotency-Key';
    add('requestId', 'missing_identity', `is required, ${sources}: a call counts once per identity`);
  }
  return [
    ...problems,
    // The product's own messages carry such ids, and senders to the queue may report for any access key anyway.
    ...(reporter ? reservedIdProblems(record, path) : []),
    ...usageRelationProblems(usage, pointer(path, ['usage']), status === 'error'),
    ...(isJsonObject(message)
      ? [
          ...protoProblems(message, pointer(path, ['message'])),
          ...usageRelationProblems(message['usage'], pointer(path, ['message', 'usage'])),
        ]
      : []),
    ...metadataProblems(metadata, pointer(path, ['metadata'])),
  ];
}

/** Ids that are made from an `Idempotency-Key` must not be taken before. */
function reservedIdProblems(
  { requestId, messageId, message, events }: Readonly<Record<string, unknown>>,
  path: string,
): readonly Problem[] {
  const list: readonly unknown[] = Array.isArray(events) ? events : [];
  const ids: readonly (readonly [unknown, readonly string[]])[] = [
    [requestId, ['requestId']],
    [messageId, ['messageId']],
    [idOf(message), ['message', 'id']],
    ...list.map((event, index) => {
      const started = isJsonObject(event) ? event['message'] : undefined;
      return [idOf(started), ['events', String(index), 'message', 'id']] as const;
    }),
  ];
  return ids
    .filter(([id]) => typeof id === 'string' && id.startsWith(IDEMPOTENT_ID_PREFIX))
    .map(([, place]) => ({
      path: pointer(path, place),
      code: 'reserved_value',
      message: `must not begin with '${IDEMPOTENT_ID_PREFIX}', which stands for ids made from an Idempotency-Key`,
    }));
}

function idOf(message: unknown): unknown {
  return isJsonObject(message) ? message['id'] : undefined;
}
