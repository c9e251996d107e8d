import { type AnthropicUsage, withoutAbsent } from '@token-ledger/core';
import { type AttributeName, type Attributes, numberOf, textOf } from './attributes.ts';
import { type TelemetryEntry, timeMsOf } from './entry.ts';
import { anyText, labelsOf } from './labels.ts';
import { IGNORED, type Reading, type ReadingOptions, unidentified } from './telemetry-record.ts';

/*
 * Spans of calls of the Messages API: those that the API itself sends to a telemetry destination, and those of SDKs and other
 * instrumentation by OpenTelemetry's conventions for generative AI. Their input tokens include the cache.
 */

const API_SERVICE = 'claude-platform';
const API_SCOPE = 'com.anthropic.claude-platform';

const LABELS: Readonly<Record<string, AttributeName>> = {
  workspace: 'anthropic.workspace.id',
  team: 'team.id',
  department: 'department',
  costCenter: 'cost_center',
};

/** Spans of Claude Code repeat what its events report. */
const CLAUDE_CODE = 'claude-code';

/** Reads a span. What is no call of Anthropic's API that used tokens is ignored. */
export function readSpan(entry: TelemetryEntry, { mayNameUsers }: ReadingOptions): Reading {
  const { attributes, resource } = entry;
  const source = isOfTheApi(entry) ? 'anthropic_span' : 'span';
  if (source === 'span' && !isOfAnthropicModel(entry)) return IGNORED;
  const tokens = countersOf(attributes);
  if (tokens.input === undefined && tokens.output === undefined) return IGNORED;
  const requestId = textOf(attributes, 'anthropic.request.id');
  const messageId = textOf(attributes, 'gen_ai.response.id');
  if (requestId === undefined && messageId === undefined) return unidentified(source, timeMsOf(entry));
  return {
    kind: 'record',
    record: {
      ...withoutAbsent({
        requestId,
        messageId,
        occurredAt: timeMsOf(entry),
        userId: mayNameUsers ? anyText(attributes, resource, 'enduser.id') : undefined,
        model: modelOf(attributes),
        // A refusal without output is not billed.
        stopReason: textOf(attributes, 'anthropic.message.stop_reason'),
      }),
      endpoint: '/v1/messages',
      // A stream that broke off has a span without output tokens.
      status: tokens.output === undefined ? 'partial' : 'ok',
      detail: 'totals',
      source,
      usage: usageOf(attributes, tokens),
      ...labelsOf(entry, LABELS),
    },
  };
}

function isOfTheApi({ resource, scope }: TelemetryEntry): boolean {
  return scope === API_SCOPE || textOf(resource, 'service.name') === API_SERVICE;
}

/** Providers that serve models of others as well. */
const CLOUDS = ['aws.bedrock', 'gcp.vertex_ai'];

function isOfAnthropicModel({ attributes, resource }: TelemetryEntry): boolean {
  if (textOf(resource, 'service.name') === CLAUDE_CODE) return false;
  const name = textOf(attributes, 'gen_ai.provider.name') ?? textOf(attributes, 'gen_ai.system') ?? '';
  const provider = name.toLowerCase();
  if (CLOUDS.includes(provider)) return modelOf(attributes)?.includes('claude') === true;
  return provider === 'anthropic';
}

function modelOf(attributes: Attributes): string | undefined {
  return textOf(attributes, 'gen_ai.response.model') ?? textOf(attributes, 'gen_ai.request.model');
}

type Counters = ReturnType<typeof countersOf>;

function countersOf(attributes: Attributes) {
  const first = (...names: readonly AttributeName[]) =>
    names.map((name) => numberOf(attributes, name)).find((count) => count !== undefined);
  return {
    input: first('gen_ai.usage.input_tokens'),
    output: first('gen_ai.usage.output_tokens'),
    cacheRead: first('gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens'),
    // Anthropic writes `cache_write`, the conventions `cache_creation`; older instrumentation has no second dot.
    cacheCreation: first(
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
    ),
    cacheCreation5m: first('anthropic.usage.cache_creation.ephemeral_5m_input_tokens'),
    cacheCreation1h: first('anthropic.usage.cache_creation.ephemeral_1h_input_tokens'),
    thinking: first('gen_ai.usage.reasoning.output_tokens'),
    compactionInput: first('anthropic.usage.compaction.input_tokens'),
    compactionOutput: first('anthropic.usage.compaction.output_tokens'),
  };
}

function usageOf(attributes: Attributes, tokens: Counters): AnthropicUsage {
  const { input, output, cacheRead, cacheCreation5m, cacheCreation1h, thinking } = tokens;
  const splitSum = sumOf(cacheCreation5m, cacheCreation1h);
  const cacheCreation = tokens.cacheCreation ?? splitSum;
  return withoutAbsent({
    input_tokens: uncached(input, sumOf(cacheRead, cacheCreation)),
    output_tokens: output,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: cacheCreation,
    // A split that is more than its total would cost the whole record.
    cache_creation: isWithin(splitSum, cacheCreation)
      ? withoutAbsent({
          ephemeral_5m_input_tokens: cacheCreation5m,
          ephemeral_1h_input_tokens: cacheCreation1h,
        })
      : undefined,
    output_tokens_details: thinking === undefined ? undefined : { thinking_tokens: thinking },
    service_tier: textOf(attributes, 'anthropic.response.service_tier'),
    iterations: compactionOf(tokens),
  });
}

/**
 * By the conventions, input includes the cache. Less than the cache it cannot include: such an emitter follows Anthropic's
 * own way of counting, in which input excludes it.
 */
function uncached(input: number | undefined, cached: number | undefined): number | undefined {
  if (input === undefined || cached === undefined) return input;
  return input >= cached ? input - cached : input;
}

/** Compaction is work beside that of the message, and not in its counters. */
function compactionOf({ compactionInput, compactionOutput }: Counters): AnthropicUsage['iterations'] {
  if (!compactionInput && !compactionOutput) return undefined;
  const counters = withoutAbsent({ input_tokens: compactionInput, output_tokens: compactionOutput });
  return [{ type: 'compaction', ...counters }];
}

function isWithin(part: number | undefined, whole: number | undefined): boolean {
  return part !== undefined && whole !== undefined && part <= whole;
}

/** Undefined where both are: what is not known is not zero. */
function sumOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}
