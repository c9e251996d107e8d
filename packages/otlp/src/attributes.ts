/** The values that are read: texts, numbers and flags. Lists and objects are not. */
export type AttributeValue = string | number | boolean;
export type Attributes = ReadonlyMap<string, AttributeValue>;

/**
 * Every attribute that is ever read. All others, and the body of a log record, are passed over before they become texts, so
 * prompts, answers, tool parameters and raw API bodies cannot reach a record, a log or an error.
 */
const READ = {
  resource: ['service.name', 'enduser.id', 'team.id', 'department', 'cost_center'],
  claudeCode: [
    'event.name',
    'event.timestamp',
    'event.sequence',
    'session.id',
    'user.email',
    'user.account_uuid',
    'model',
    'input_tokens',
    'output_tokens',
    'cache_read_tokens',
    'cache_creation_tokens',
    'cache_creation_5m_tokens',
    'cache_creation_1h_tokens',
    'cost_usd',
    'duration_ms',
    'request_id',
    'speed',
    'query_source',
  ],
  spans: [
    'anthropic.request.id',
    'anthropic.workspace.id',
    'anthropic.response.service_tier',
    'anthropic.message.stop_reason',
    'anthropic.usage.cache_creation.ephemeral_5m_input_tokens',
    'anthropic.usage.cache_creation.ephemeral_1h_input_tokens',
    'anthropic.usage.compaction.input_tokens',
    'anthropic.usage.compaction.output_tokens',
    'gen_ai.provider.name',
    'gen_ai.system',
    'gen_ai.response.id',
    'gen_ai.response.model',
    'gen_ai.request.model',
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.reasoning.output_tokens',
  ],
} as const;

export type AttributeName = (typeof READ)[keyof typeof READ][number];

const NAMES: ReadonlySet<string> = new Set(Object.values(READ).flat());

export function isRead(name: string): name is AttributeName {
  return NAMES.has(name);
}

/** The longest name that is read, so that longer ones need not be decoded. */
export const LONGEST_NAME = Math.max(...[...NAMES].map((name) => name.length));

/** An attribute as text, if it is one that is not empty. */
export function textOf(attributes: Attributes, name: AttributeName): string | undefined {
  const value = attributes.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * An attribute as a number. Old versions of Claude Code, and 64-bit integers in JSON, write it as text. What is no number
 * becomes `NaN`, which no counter accepts.
 */
export function numberOf(attributes: Attributes, name: AttributeName): number | undefined {
  const value = attributes.get(name);
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : Number.NaN;
}

const DECIMAL = /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/i;
