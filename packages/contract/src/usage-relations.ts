import { type AnthropicTokens, cacheSplitExceedsTotal } from '@token-ledger/core';
import { isJsonObject, isPresent } from './json.ts';
import { PROTO_REFUSED, type Problem, pointer } from './problem.ts';

const COUNTERS = [
  'input_tokens',
  'output_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
] as const satisfies readonly (keyof AnthropicTokens)[];

/**
 * What the fields of a usage object demand of each other. Takes the object as it came, values of any type included, so
 * that this is reported beside everything else that is wrong. `mayBeEmpty`: of a call that failed.
 */
export function usageRelationProblems(usage: unknown, path: string, mayBeEmpty = false): readonly Problem[] {
  if (!isJsonObject(usage)) return [];
  const { iterations } = usage;
  return [
    ...protoProblems(usage, path),
    // An object without a counter is another vendor's, or empty: to count it as zero tokens would hide that.
    ...(mayBeEmpty || COUNTERS.some((counter) => isPresent(usage[counter]))
      ? []
      : [{ path, code: 'required', message: `must have at least one of ${COUNTERS.join(', ')}` } as const]),
    ...splitProblems(usage, path),
    ...(Array.isArray(iterations)
      ? iterations.flatMap((iteration, index) =>
          splitProblems(iteration, pointer(path, ['iterations', index])),
        )
      : []),
  ];
}

function splitProblems(tokens: unknown, path: string): readonly Problem[] {
  if (!isJsonObject(tokens)) return [];
  const { cache_creation_input_tokens: total, cache_creation: split } = tokens;
  const readable: AnthropicTokens = {
    cache_creation_input_tokens: numberOnly(total),
    cache_creation: isJsonObject(split)
      ? {
          ephemeral_5m_input_tokens: numberOnly(split['ephemeral_5m_input_tokens']),
          ephemeral_1h_input_tokens: numberOnly(split['ephemeral_1h_input_tokens']),
        }
      : null,
  };
  if (!cacheSplitExceedsTotal(readable)) return [];
  const message = 'must not sum to more than cache_creation_input_tokens';
  return [{ path: pointer(path, ['cache_creation']), code: 'inconsistent_counts', message }];
}

function numberOnly(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Other unknown fields are dropped; this one is refused wherever it stands, as in every other object of a record. */
export function protoProblems(object: object, path: string): readonly Problem[] {
  return Object.hasOwn(object, '__proto__')
    ? [{ path: pointer(path, ['__proto__']), code: 'not_allowed', message: PROTO_REFUSED }]
    : [];
}
