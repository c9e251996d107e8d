import { isPlainId } from '@token-ledger/contract';

const GATEWAY_PREFIX = /^(?:anthropic|bedrock(?:\/converse)?|vertex_ai|azure_ai|openrouter\/anthropic)\//;
const CLAUDE = /(?:^|[./])claude-/;

/** The id of a model of Anthropic without what a gateway puts in front of it; undefined for one of another vendor. */
export function anthropicModel(model: string | undefined): string | undefined {
  if (model === undefined || !CLAUDE.test(model)) return undefined;
  return model.replace(GATEWAY_PREFIX, '');
}

/** The id of a message, as Anthropic gives it. */
export function isMessageId(id: string | undefined): id is `msg_${string}` {
  return id?.startsWith('msg_') === true;
}

/** The id of a request, as Anthropic gives it. */
export function isRequestId(id: string | undefined): id is `req_${string}` {
  return id?.startsWith('req_') === true;
}

/** Metadata of plain ids only: any other text could be a sentence, and one such label would have the whole record refused. */
export function plainLabels(labels: Readonly<Record<string, string | undefined>>): {
  readonly metadata?: Record<string, string>;
} {
  const plain = Object.entries(labels).filter((pair): pair is [string, string] => isPlainId(pair[1]));
  return plain.length > 0 ? { metadata: Object.fromEntries(plain) } : {};
}
