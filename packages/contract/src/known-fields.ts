import { anthropicUsageSchema } from './anthropic-message.ts';
import type { Problem } from './problem.ts';
import { usageRecordSchema } from './usage-record-schema.ts';

/*
 * Where problems are kept, in logs and the quarantine, a path names only fields that a record has. Any other name was made
 * up by the sender, and may be content.
 */

const { cache_creation, output_tokens_details, server_tool_use } = anthropicUsageSchema.shape;

const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(usageRecordSchema.shape),
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
