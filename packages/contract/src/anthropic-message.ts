import * as z from 'zod/mini';
import { MAX_ITERATIONS } from './limits.ts';
import { shared } from './shared-schema.ts';
import { count, toolRequests } from './wire-number.ts';
import { listedName, requestId, shortText } from './wire-text.ts';

/*
 * Anthropic's objects as producers send them, verbatim. Known fields are checked, and every field may be null or
 * missing. Parsing drops all other fields, above all a message's content. usage-relations.ts checks how fields relate
 * to each other.
 */

const counter = shared(() => z.nullish(count()));
const optionalText = shared(() => z.nullish(shortText()));

const tokenFields = {
  input_tokens: counter(),
  output_tokens: counter(),
  cache_creation_input_tokens: counter(),
  cache_read_input_tokens: counter(),
  cache_creation: z.nullish(
    z.object(
      { ephemeral_5m_input_tokens: counter(), ephemeral_1h_input_tokens: counter() },
      'must be an object',
    ),
  ),
};

const iterationSchema = z.object(
  { type: shortText(), model: z.nullish(listedName()), ...tokenFields },
  'must be an object',
);

export const anthropicUsageSchema = z.object(
  {
    ...tokenFields,
    output_tokens_details: z.nullish(z.object({ thinking_tokens: counter() }, 'must be an object')),
    server_tool_use: z.nullish(
      z.object(
        { web_search_requests: z.nullish(toolRequests()), web_fetch_requests: z.nullish(toolRequests()) },
        'must be an object',
      ),
    ),
    service_tier: optionalText(),
    inference_geo: optionalText(),
    speed: optionalText(),
    iterations: z.nullish(
      z
        .array(iterationSchema, 'must be a list')
        .check(z.maxLength(MAX_ITERATIONS, `must have at most ${MAX_ITERATIONS} entries`)),
    ),
    fallback_credit: z.nullish(
      z.object(
        { status: z.nullish(z.object({ type: optionalText() }, 'must be an object')) },
        'must be an object',
      ),
    ),
  },
  'must be an object',
);

/** A whole message of the API. Its content is ignored. */
export const anthropicMessageSchema = z.object(
  {
    id: z.nullish(requestId()),
    model: listedName(),
    stop_reason: optionalText(),
    usage: anthropicUsageSchema,
  },
  'must be an object',
);
