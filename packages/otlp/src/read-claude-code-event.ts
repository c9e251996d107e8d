import { createHash } from 'node:crypto';
import { type AnthropicUsage, withoutAbsent } from '@token-ledger/core';
import { type AttributeName, type Attributes, numberOf, textOf } from './attributes.ts';
import { type TelemetryEntry, timeMsOf } from './entry.ts';
import { anyText, labelsOf } from './labels.ts';
import type { CacheSplit, SolveCacheSplit } from './solve-cache-split.ts';
import { IGNORED, type Reading, type ReadingOptions, unidentified } from './telemetry-record.ts';

/** The event that Claude Code logs for each answer of the API. */
const EVENT = 'api_request';

const COUNTERS = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_creation_tokens'] as const;

const LABELS: Readonly<Record<string, AttributeName>> = {
  session: 'session.id',
  querySource: 'query_source',
  team: 'team.id',
  department: 'department',
  costCenter: 'cost_center',
};

/** Reads a log record of Claude Code. All but its event for calls of the API is ignored. */
export function readClaudeCodeEvent(
  entry: TelemetryEntry,
  { mayNameUsers }: ReadingOptions,
  solveCacheSplit: SolveCacheSplit,
): Reading {
  const { attributes, resource } = entry;
  if (!isApiRequest(entry)) return IGNORED;
  const requestId = textOf(attributes, 'request_id') ?? identityOf(entry);
  if (requestId === undefined) return unidentified('claude_code');
  const user =
    anyText(attributes, resource, 'enduser.id') ??
    textOf(attributes, 'user.email') ??
    textOf(attributes, 'user.account_uuid');
  return {
    kind: 'record',
    record: {
      requestId,
      ...withoutAbsent({
        occurredAt: occurredAtMs(entry),
        userId: mayNameUsers ? user : undefined,
        model: textOf(attributes, 'model'),
      }),
      feature: 'claude_code',
      endpoint: '/v1/messages',
      detail: 'totals',
      source: 'claude_code',
      usage: usageOf(entry, solveCacheSplit),
      ...labelsOf(entry, LABELS),
    },
  };
}

function isApiRequest({ attributes, resource, name }: TelemetryEntry): boolean {
  const isOfClaudeCode =
    textOf(resource, 'service.name') === 'claude-code' || name === `claude_code.${EVENT}`;
  const event = textOf(attributes, 'event.name') ?? name;
  return isOfClaudeCode && (event === EVENT || event === `claude_code.${EVENT}`);
}

/** When the call began, as other sources report it: the event is logged when it ended. */
function occurredAtMs(entry: TelemetryEntry): number | undefined {
  const stated = Date.parse(textOf(entry.attributes, 'event.timestamp') ?? '');
  const endMs = Number.isNaN(stated) ? timeMsOf(entry) : stated;
  const durationMs = Math.round(numberOf(entry.attributes, 'duration_ms') ?? 0);
  return endMs !== undefined && durationMs > 0 && durationMs <= LONGEST_CALL_MS ? endMs - durationMs : endMs;
}

/** No call takes longer; a duration that says so is wrong. */
const LONGEST_CALL_MS = 3_600_000;

/**
 * The identity of a call whose answer had no request id, as behind some gateways. An exporter that sends an event again
 * repeats all of this. Session and sequence alone are not enough: a resumed session counts from 1 again.
 */
function identityOf(entry: TelemetryEntry): string | undefined {
  const { attributes, resource, timeUnixNano } = entry;
  const session = textOf(attributes, 'session.id');
  const at = textOf(attributes, 'event.timestamp');
  if (session === undefined || (at === undefined && timeUnixNano === undefined)) return undefined;
  const facts = [
    textOf(resource, 'service.name'),
    session,
    at,
    timeUnixNano?.toString(),
    numberOf(attributes, 'event.sequence'),
    textOf(attributes, 'model'),
    ...COUNTERS.map((counter) => numberOf(attributes, counter)),
  ];
  const digest = createHash('sha256').update(JSON.stringify(facts.map((fact) => fact ?? null)));
  return `otlp:${digest.digest('base64url')}`;
}

function usageOf(entry: TelemetryEntry, solveCacheSplit: SolveCacheSplit): AnthropicUsage {
  const { attributes } = entry;
  const [input, output, cacheRead, cacheCreation] = COUNTERS.map((counter) => numberOf(attributes, counter));
  const speed = speedOf(textOf(attributes, 'speed'));
  const split = statedSplit(attributes) ?? solveSplit();
  return withoutAbsent({
    input_tokens: input,
    output_tokens: output,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: cacheCreation,
    cache_creation: split && {
      ephemeral_5m_input_tokens: split.cacheCreation5m,
      ephemeral_1h_input_tokens: split.cacheCreation1h,
    },
    speed,
  });

  function solveSplit() {
    const model = textOf(attributes, 'model');
    const costUsd = numberOf(attributes, 'cost_usd');
    const atMs = occurredAtMs(entry);
    // Web searches are in the cost and not in the event, so that it does not show what the tokens cost.
    const mayHaveSearched = textOf(attributes, 'query_source')?.includes('web_search') === true;
    if (!model || costUsd === undefined || !cacheCreation || atMs === undefined || mayHaveSearched)
      return undefined;
    return solveCacheSplit({
      model,
      occurredAtMs: atMs,
      speed,
      input: input ?? 0,
      output: output ?? 0,
      cacheRead: cacheRead ?? 0,
      cacheCreation,
      costUsd,
    });
  }
}

/** Newer versions say it: 2.1.332 does, 2.1.197 did not. */
function statedSplit(attributes: Attributes): CacheSplit | undefined {
  const cacheCreation5m = numberOf(attributes, 'cache_creation_5m_tokens');
  const cacheCreation1h = numberOf(attributes, 'cache_creation_1h_tokens');
  if (cacheCreation5m === undefined || cacheCreation1h === undefined) return undefined;
  // One that is more than its total would cost the whole record.
  const total = numberOf(attributes, 'cache_creation_tokens') ?? 0;
  return cacheCreation5m + cacheCreation1h <= total ? { cacheCreation5m, cacheCreation1h } : undefined;
}

/** Claude Code calls the standard speed `normal`. */
function speedOf(speed: string | undefined): string | undefined {
  return speed === 'normal' ? 'standard' : speed;
}
