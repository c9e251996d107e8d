import { anthropicUsageSchema } from './anthropic-message.ts';
import type { Problem } from './problem.ts';
import type { usageRecordSchema } from './usage-record.ts';

/*
 * Where problems are kept, in logs and the quarantine, a path names only fields that a record has. Any other name was made
 * up by the sender, and may be content.
 */

const RECORD_FIELDS: Readonly<Record<keyof typeof usageRecordSchema.shape, true>> = {
  requestId: true,
  messageId: true,
  occurredAt: true,
  accessKeyId: true,
  userId: true,
  model: true,
  feature: true,
  endpoint: true,
  stopReason: true,
  temperature: true,
  maxTokens: true,
  billedTo: true,
  status: true,
  detail: true,
  usage: true,
  message: true,
  events: true,
  metadata: true,
};

const { cache_creation, output_tokens_details, server_tool_use } = anthropicUsageSchema.shape;

const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(RECORD_FIELDS),
  ...Object.keys(anthropicUsageSchema.shape),
  ...[cache_creation, output_tokens_details, server_tool_use].flatMap((nested) =>
    Object.keys(nested._zod.def.innerType._zod.def.innerType.shape),
  ),
  'id',
  'type',
  'delta',
  'stop_reason',
]);

/** Problems whose paths, below that of their record, have `*` in place of names that are not known; each once. */
export function withoutUnknownNames(
  problems: readonly Problem[],
  prefix: string,
  known: ReadonlySet<string> = KNOWN,
): readonly Problem[] {
  const shown = problems.map((problem) => {
    const segments = problem.path.slice(prefix.length).split('/').slice(1);
    const names = segments.map((segment) => (known.has(segment) || /^\d+$/.test(segment) ? segment : '*'));
    return { ...problem, path: [prefix, ...names].join('/') };
  });
  return [...new Map(shown.map((problem) => [`${problem.path}\n${problem.message}`, problem])).values()];
}
