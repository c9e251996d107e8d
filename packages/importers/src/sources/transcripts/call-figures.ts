import type { AnthropicIteration, AnthropicTokens, AnthropicUsage } from '@token-ledger/core';
import { compareIds, stableJson, withoutAbsent } from '@token-ledger/core';

/*
 * The figures of a call as several lines state them. Claude Code writes a line for each block of an answer, at first with a
 * placeholder of the output tokens, and copies lines when a session is forked. So of every counter the largest value counts,
 * whichever line it is on, and nothing is added up.
 */

/** What is kept of the usage of a line: numbers and short names, never content. */
export type CallFigures = Pick<
  AnthropicUsage,
  | keyof AnthropicTokens
  | 'output_tokens_details'
  | 'server_tool_use'
  | 'service_tier'
  | 'inference_geo'
  | 'speed'
  | 'iterations'
  | 'fallback_credit'
>;

/** The largest of both, field by field. Which of the two comes first makes no difference to a counter. */
export function largestFigures(a: CallFigures, b: CallFigures): CallFigures {
  return withoutAbsent({
    input_tokens: larger(a.input_tokens, b.input_tokens),
    output_tokens: larger(a.output_tokens, b.output_tokens),
    ...writesOf(a, b),
    cache_read_input_tokens: larger(a.cache_read_input_tokens, b.cache_read_input_tokens),
    output_tokens_details: nested(
      'thinking_tokens',
      larger(a.output_tokens_details?.thinking_tokens, b.output_tokens_details?.thinking_tokens),
    ),
    server_tool_use: searchesOf(a, b),
    service_tier: a.service_tier ?? b.service_tier,
    inference_geo: a.inference_geo ?? b.inference_geo,
    speed: a.speed ?? b.speed,
    iterations: longer(a.iterations, b.iterations),
    fallback_credit: a.fallback_credit ?? b.fallback_credit,
  });
}

/** Cache writes and their split are of one line, so that the split never exceeds the total. */
function writesOf(
  a: CallFigures,
  b: CallFigures,
): Pick<CallFigures, 'cache_creation_input_tokens' | 'cache_creation'> {
  const order = totalOf(a) - totalOf(b) || splitOf(a) - splitOf(b) || oneHourOf(a) - oneHourOf(b);
  const { cache_creation_input_tokens, cache_creation } = order >= 0 ? a : b;
  return { cache_creation_input_tokens, cache_creation };
}

function totalOf(figures: CallFigures): number {
  return figures.cache_creation_input_tokens ?? splitOf(figures);
}

function splitOf({ cache_creation: split }: CallFigures): number {
  return (split?.ephemeral_5m_input_tokens ?? 0) + (split?.ephemeral_1h_input_tokens ?? 0);
}

function oneHourOf({ cache_creation: split }: CallFigures): number {
  return split?.ephemeral_1h_input_tokens ?? 0;
}

function searchesOf(a: CallFigures, b: CallFigures): CallFigures['server_tool_use'] {
  const [left, right] = [a.server_tool_use, b.server_tool_use];
  if (!left || !right) return left ?? right;
  return withoutAbsent({
    web_search_requests: larger(left.web_search_requests, right.web_search_requests),
    web_fetch_requests: larger(left.web_fetch_requests, right.web_fetch_requests),
  });
}

/** Of two lists the longer one, then the one of more tokens, and of equals always the same one. */
function longer(a: CallFigures['iterations'], b: CallFigures['iterations']): CallFigures['iterations'] {
  if (!a || !b) return a ?? b;
  const order = a.length - b.length || outputOf(a) - outputOf(b) || compareIds(stableJson(a), stableJson(b));
  return order >= 0 ? a : b;
}

function outputOf(iterations: readonly AnthropicIteration[]): number {
  return iterations.reduce((sum, { output_tokens }) => sum + (output_tokens ?? 0), 0);
}

function larger(a: number | null | undefined, b: number | null | undefined): number | undefined {
  if (typeof a !== 'number') return b ?? undefined;
  return typeof b === 'number' ? Math.max(a, b) : a;
}

function nested<Name extends string>(
  name: Name,
  value: number | undefined,
): { readonly [K in Name]: number } | undefined {
  return value === undefined ? undefined : ({ [name]: value } as { readonly [K in Name]: number });
}
