import type { Convention } from '../convention.ts';
import { type ImportItem, type ImportSource, type Place, skipped } from '../import-source.ts';
import { instantOf } from '../read/instant.ts';
import { objectOf } from '../read/parse-object.ts';
import { type Row, readRowFiles } from '../read/read-rows.ts';
import { textOf } from '../read/values.ts';
import { anthropicModel, isMessageId, plainLabels } from './anthropic-names.ts';
import { type AccessKeyMap, mappedKey } from './id-map.ts';
import { litellmUsage } from './litellm-usage.ts';

export interface LitellmOptions {
  readonly files: readonly string[];
  /** Whether `prompt_tokens` counts the cache; without it, rows in which that matters are skipped. */
  readonly convention?: Convention;
  /** Access keys of the ledger by the hashed keys of LiteLLM (`api_key`), or by their aliases. Rows of other keys are skipped. */
  readonly accessKeys?: AccessKeyMap;
}

/** Never read: messages, response, proxy_server_request, and what else is not here. `id` is that of the webhook's payload. */
const COLUMNS = new Set(
  'request_id id startTime model user end_user team_id api_key request_tags custom_llm_provider metadata'
    .concat(' cache_hit status call_type prompt_tokens completion_tokens spend response_cost')
    .split(' '),
);

const PROVIDERS = /^(?:anthropic|bedrock\w*|vertex_ai\w*|azure_ai|openrouter)?$/;

/**
 * The table `LiteLLM_SpendLogs`, or the payloads of the webhook `generic_api`. A row under the id of Anthropic's message joins
 * what was captured live; LiteLLM's own ids cannot. Rows know totals only.
 */
export function litellm(options: LitellmOptions): ImportSource {
  const { files, convention, accessKeys } = options;
  return {
    name: 'litellm',
    files,
    settings: { convention, accessKeys },
    read: (unchanged) =>
      readRowFiles(
        { files, columns: COLUMNS, readRow: (row, place) => readRow(row, place, options) },
        unchanged,
      ),
  };
}

function readRow(row: Row, place: Place, { convention, accessKeys }: LitellmOptions): ImportItem {
  if (/^true$/i.test(String(row['cache_hit']))) return skipped(place, 'gateway_cache_hit');
  const provider = textOf(row['custom_llm_provider']) ?? '';
  const named = textOf(row['model']);
  // Of Anthropic itself any name is taken, such as one that a company gave a model: without a price it is shown as such.
  const model = anthropicModel(named) ?? (provider === 'anthropic' ? named : undefined);
  if (model === undefined || !PROVIDERS.test(provider)) return skipped(place, 'not_anthropic');
  const id = textOf(row['request_id'] ?? row['id']);
  if (id === undefined) return skipped(place, 'no_identity');
  const occurredAt = instantOf(row['startTime']);
  if (occurredAt === undefined) return skipped(place, 'no_time');
  const metadata = objectOf(row['metadata']) ?? {};
  const usage = litellmUsage(row, objectOf(metadata['usage_object']) ?? {}, convention);
  if (typeof usage === 'string') return skipped(place, usage);
  const failed = isFailure(row['status'], metadata);
  if (failed && !usage.input_tokens && !usage.output_tokens) return skipped(place, 'failed_without_usage');
  const key = keyOf(row, metadata, accessKeys);
  if (key === 'unmapped_key') return skipped(place, key);
  const joins = isMessageId(id);
  return {
    kind: 'record',
    place,
    joins,
    record: {
      ...(joins ? { messageId: id } : { requestId: `litellm:${id}` }),
      occurredAt,
      model,
      detail: 'totals',
      ...(failed && { status: 'error' as const }),
      ...userOf(row, metadata),
      ...featureOf(row['request_tags']),
      ...key,
      usage: usage,
      ...plainLabels({
        team: textOf(row['team_id']),
        call_type: textOf(row['call_type']),
        litellm_cost_usd: textOf(row['spend'] ?? row['response_cost']),
      }),
    },
  };
}

function isFailure(status: unknown, metadata: Row): boolean {
  return (textOf(status) ?? textOf(metadata['status'])) === 'failure';
}

/** The customer that the caller named, or the user who owns LiteLLM's key. */
function userOf(row: Row, metadata: Row): { readonly userId?: string } {
  const owner = textOf(row['user']) ?? textOf(metadata['user_api_key_user_id']);
  const userId = textOf(row['end_user']) ?? (owner === 'default_user_id' ? undefined : owner);
  return userId === undefined ? {} : { userId };
}

/** LiteLLM has tags and no features: one of the form `feature:<name>` names it. */
function featureOf(tags: unknown): { readonly feature?: string } {
  const list: unknown = typeof tags === 'string' ? listOf(tags) : tags;
  const names = Array.isArray(list) ? list.map(textOf) : [];
  const feature = names.find((tag) => tag?.startsWith('feature:'))?.slice('feature:'.length);
  return feature ? { feature } : {};
}

function listOf(json: string): unknown {
  return objectOf(`{"list":${json}}`)?.['list'];
}

function keyOf(row: Row, metadata: Row, map: AccessKeyMap | undefined) {
  const hashes = [row['api_key'], metadata['user_api_key_hash'], metadata['user_api_key']];
  return mappedKey(map, ...hashes, metadata['user_api_key_alias']);
}
