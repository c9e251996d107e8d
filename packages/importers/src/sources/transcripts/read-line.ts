import { basename } from 'node:path';
import { unknownFigures } from '@token-ledger/contract';
import { isJsonObject, MAX_TOKENS_PER_COUNTER } from '@token-ledger/core';
import type { SkipReason } from '../../import-source.ts';
import { instantOf } from '../../read/instant.ts';
import { parseObject } from '../../read/parse-object.ts';
import { countOf, NOT_A_COUNT, textOf } from '../../read/values.ts';
import { anthropicModel, isMessageId } from '../anthropic-names.ts';
import type { CallFigures } from './call-figures.ts';

/** What a line of a transcript says about a call, without what was said in it. */
export interface TranscriptLine {
  readonly requestId: string | undefined;
  readonly messageId: string | undefined;
  readonly model: string;
  readonly atMs: number | undefined;
  /** Absent while the answer is not finished: then the output tokens are a placeholder. */
  readonly stopReason: string | undefined;
  readonly figures: CallFigures;
  readonly sessionId: string | undefined;
  /** The last part of the folder in which Claude Code was started. */
  readonly project: string | undefined;
  readonly unknown: readonly string[];
}

/** Lines of answers name it. All others, which hold questions, files and images, are not even parsed. */
const NEEDLE = Buffer.from('"usage"');

export function readTranscriptLine(bytes: Buffer): TranscriptLine | SkipReason {
  if (!bytes.includes(NEEDLE)) return 'without_usage';
  const line = parseObject(bytes);
  if (!line) return 'malformed';
  const { type, message } = line;
  if (type !== 'assistant' || !isJsonObject(message)) return 'without_usage';
  const { usage, model: named, id } = message;
  if (line['isApiErrorMessage'] === true) return 'api_error_message';
  if (named === '<synthetic>') return 'synthetic';
  if (!isJsonObject(usage)) return 'without_usage';
  const model = anthropicModel(textOf(named));
  const messageId = textOf(id);
  const requestId = textOf(line['requestId']);
  if (model === undefined || (messageId !== undefined && !isMessageId(messageId))) return 'not_anthropic';
  if (messageId === undefined && requestId === undefined) return 'no_identity';
  const figures = figuresOf(usage);
  if (!figures) return 'invalid_figures';
  const cwd = textOf(line['cwd']);
  return {
    requestId,
    messageId,
    model,
    atMs: instantOf(line['timestamp']),
    stopReason: textOf(message['stop_reason']),
    figures,
    sessionId: textOf(line['sessionId']),
    project: cwd === undefined ? undefined : basename(cwd.replaceAll('\\', '/')),
    unknown: unknownFigures(usage),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

const COUNTERS = [
  'input_tokens',
  'output_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
] as const;

/** The known fields of a usage object; undefined if one of the counters is none. */
function figuresOf(usage: JsonObject): CallFigures | undefined {
  const steps = usage['iterations'];
  const iterations = Array.isArray(steps) ? steps.filter(isJsonObject).map(stepOf) : undefined;
  const figures = {
    ...tokensOf(usage),
    ...counters('output_tokens_details', usage['output_tokens_details'], ['thinking_tokens']),
    ...counters('server_tool_use', usage['server_tool_use'], ['web_search_requests', 'web_fetch_requests']),
    ...names(usage, ['service_tier', 'inference_geo', 'speed']),
    ...(iterations && iterations.length > 0 && { iterations }),
    ...creditOf(usage['fallback_credit']),
  };
  return hasInvalidCount(figures) ? undefined : figures;
}

function stepOf(step: JsonObject) {
  return { type: textOf(step['type']) ?? 'unknown', ...names(step, ['model']), ...tokensOf(step) };
}

function tokensOf(object: JsonObject) {
  const split = object['cache_creation'];
  return {
    ...picked(object, COUNTERS),
    ...counters('cache_creation', split, ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens']),
  };
}

function counters(name: string, object: unknown, fields: readonly string[]) {
  return isJsonObject(object) ? { [name]: picked(object, fields) } : {};
}

function picked(object: JsonObject, fields: readonly string[]): JsonObject {
  const pairs = fields.map((field) => [field, boundedCount(object[field])] as const);
  return Object.fromEntries(pairs.filter(([, count]) => count !== undefined));
}

function boundedCount(value: unknown) {
  const count = countOf(value);
  return typeof count === 'number' && count > MAX_TOKENS_PER_COUNTER ? NOT_A_COUNT : count;
}

function names(object: JsonObject, fields: readonly string[]) {
  const pairs = fields.map((field) => [field, textOf(object[field])] as const);
  return Object.fromEntries(pairs.filter(([, name]) => name !== undefined));
}

function creditOf(credit: unknown) {
  const status = isJsonObject(credit) ? credit['status'] : undefined;
  const type = isJsonObject(status) ? textOf(status['type']) : undefined;
  return type === undefined ? {} : { fallback_credit: { status: { type } } };
}

function hasInvalidCount(value: unknown): boolean {
  if (value === NOT_A_COUNT) return true;
  if (Array.isArray(value)) return value.some(hasInvalidCount);
  return isJsonObject(value) && Object.values(value).some(hasInvalidCount);
}
