import type { AnthropicUsage } from '@token-ledger/core';
import { type Convention, uncachedInput } from '../convention.ts';
import type { SkipReason } from '../import-source.ts';
import { objectOf } from '../read/parse-object.ts';
import { countsOf } from '../read/values.ts';
import { usageOfCounts } from './usage-of-counts.ts';

/*
 * What a row of LiteLLM says about tokens. `prompt_tokens` has had three meanings: of Anthropic's models, early versions left
 * the cache out, later ones counted what was read from it, and present ones count what was read and written. A row does not
 * say which version wrote it. So a row is read only if its figures leave one reading, or the caller names the convention.
 */

type JsonObject = Readonly<Record<string, unknown>>;

export function litellmUsage(
  row: JsonObject,
  usage: JsonObject,
  convention: Convention | undefined,
): AnthropicUsage | SkipReason {
  const details = objectOf(usage['prompt_tokens_details']) ?? {};
  const split = objectOf(details['cache_creation_token_details']) ?? objectOf(usage['cache_creation']) ?? {};
  const tools = objectOf(usage['server_tool_use']) ?? {};
  const counts = countsOf({
    // Anthropic's own object, which pass-through routes log as it is.
    input: usage['input_tokens'],
    prompt: usage['prompt_tokens'] ?? row['prompt_tokens'],
    output: usage['completion_tokens'] ?? usage['output_tokens'] ?? row['completion_tokens'],
    read: usage['cache_read_input_tokens'] ?? details['cached_tokens'],
    write: usage['cache_creation_input_tokens'] ?? details['cache_creation_tokens'],
    write5m: split['ephemeral_5m_input_tokens'],
    write1h: split['ephemeral_1h_input_tokens'],
    searches: tools['web_search_requests'],
  });
  if (!counts) return 'invalid_figures';
  const { input, prompt = 0, output = 0, read = 0, write5m = 0, write1h = 0, searches } = counts;
  const write = Math.max(counts.write ?? 0, write5m + write1h);
  const uncached = input ?? uncachedOf(prompt, read, write, convention);
  if (typeof uncached === 'string') return uncached;
  return usageOfCounts({ uncached, output, read, write, write5m, write1h, searches });
}

function uncachedOf(
  prompt: number,
  read: number,
  write: number,
  convention: Convention | undefined,
): number | SkipReason {
  if (convention) return uncachedInput(prompt, read + write, convention) ?? 'convention_contradicted';
  // With no cache all readings agree; with fewer tokens than were read, only one is possible.
  if (read + write === 0 || prompt < read) return prompt;
  // With fewer than were written, and none read, the two older readings agree.
  if (read === 0 && prompt < write) return prompt;
  return 'ambiguous_convention';
}
