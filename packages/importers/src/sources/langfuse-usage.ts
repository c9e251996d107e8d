import type { AnthropicUsage } from '@token-ledger/core';
import { type Convention, uncachedInput } from '../convention.ts';
import { ImportError } from '../errors.ts';
import type { Place, SkipReason } from '../import-source.ts';
import { countOf, NOT_A_COUNT } from '../read/values.ts';

/*
 * The instrumentation of a program chooses the keys of `usage_details`. Langfuse defines them as parts that do not overlap
 * and adds them up; some instrumentations of Anthropic send a prompt that counts the cache as well.
 */

const PARTS = {
  input: ['input', 'input_tokens', 'prompt_tokens', 'input_uncached_tokens'],
  output: ['output', 'output_tokens', 'completion_tokens'],
  reasoning: ['output_reasoning_tokens', 'output_reasoning', 'reasoning_tokens'],
  read: [
    'input_cached_tokens',
    'cache_read_input_tokens',
    'input_cache_read',
    'input_cache_read_tokens',
    'cache_read_tokens',
    'cached_tokens',
  ],
  write: [
    'input_cache_creation',
    'input_cache_creation_tokens',
    'cache_creation_input_tokens',
    'input_cache_write',
    'cache_write_tokens',
    'cache_creation_tokens',
  ],
  write5m: ['input_cache_creation_5m', 'ephemeral_5m_input_tokens', 'cache_creation_5m_input_tokens'],
  write1h: ['input_cache_creation_1h', 'ephemeral_1h_input_tokens', 'cache_creation_1h_input_tokens'],
  searches: ['web_search_requests', 'server_tool_use_web_search_requests'],
  total: ['total', 'total_tokens'],
} as const;

type Part = keyof typeof PARTS;

const PART_OF: ReadonlyMap<string, Part> = new Map(
  (Object.keys(PARTS) as Part[]).flatMap((part) => PARTS[part].map((key) => [key, part] as const)),
);

/** Of names that are figures; any other name could be content. */
const SHOWN = /^[a-z0-9_.-]{1,64}$/i;

/** Anthropic's usage of what Langfuse knows. @throws ImportError for a key that is not known, as it would not be counted */
export function langfuseUsage(
  details: Readonly<Record<string, unknown>>,
  convention: Convention | undefined,
  place: Place,
): AnthropicUsage | SkipReason {
  const sums: Partial<Record<Part, number>> = {};
  for (const [key, value] of Object.entries(details)) {
    const count = countOf(value);
    if (count === NOT_A_COUNT) return 'invalid_figures';
    if (!count) continue;
    const part = PART_OF.get(key);
    if (!part) throw unknownKey(key, place);
    // Two spellings of one part are the same figure, reported twice.
    sums[part] = Math.max(sums[part] ?? 0, count);
  }
  const { input = 0, output = 0, reasoning = 0, read = 0, write5m = 0, write1h = 0, searches } = sums;
  if (input + output + read + (sums.write ?? 0) + write5m + write1h === 0) return 'without_usage';
  const write = Math.max(sums.write ?? 0, write5m + write1h);
  const counted = convention ?? conventionOf(input, output + reasoning, read + write, sums.total);
  const uncached = uncachedInput(input, read + write, counted);
  if (uncached === undefined) return 'convention_contradicted';
  return {
    input_tokens: uncached,
    output_tokens: output + reasoning,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: write,
    ...(write5m + write1h > 0 && {
      cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h },
    }),
    ...(reasoning > 0 && { output_tokens_details: { thinking_tokens: reasoning } }),
    ...(searches !== undefined && { server_tool_use: { web_search_requests: searches } }),
  };
}

/** A total without the cache beside it shows that the input counts the cache; otherwise parts do not overlap. */
function conventionOf(input: number, output: number, cache: number, total: number | undefined): Convention {
  return cache > 0 && total === input + output && input >= cache ? 'inclusive' : 'exclusive';
}

function unknownKey(key: string, { file, line }: Place): ImportError {
  const shown = SHOWN.test(key) ? JSON.stringify(key) : 'whose name is not a plain word';
  return new ImportError(
    `${file}, line ${line}: usage_details has a key that is not known, ${shown}. Nothing is left uncounted by silence: ` +
      'rename the key in the export, or remove it if it counts nothing that is billed.',
  );
}
