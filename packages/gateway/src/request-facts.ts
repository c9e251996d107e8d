import { isPlainId, isTooComplex } from '@token-ledger/contract';

/** What a request says about its record. Nothing of its content is among it. */
export interface RequestFacts {
  /** `metadata.user_id`, which names the user to Anthropic. Absent if Claude Code wrote it. */
  readonly userId?: string;
  readonly maxTokens?: number;
  /** Absent if it is no plain id: it could be content. */
  readonly model?: string;
  readonly temperature?: number;
  /** Another organization pays: `billing_policy.bill_to`. */
  readonly billedTo?: 'user_profile';
}

interface MessagesRequest {
  readonly metadata?: { readonly user_id?: unknown } | null;
  readonly model?: unknown;
  readonly max_tokens?: unknown;
  readonly temperature?: unknown;
  readonly billing_policy?: { readonly bill_to?: unknown } | null;
}

const decoder = new TextDecoder();

/**
 * The text of a request, unless it has more values than is ever parsed: 32 MB of brackets would take more than a gigabyte, and
 * all calls with them.
 */
export function parsableText(body: Uint8Array): string | undefined {
  const text = decoder.decode(body);
  return isTooComplex(text) ? undefined : text;
}

/** Reads the body of a request for a message. A body that is not JSON, or is too complex, says nothing. */
export function requestFacts(body: Uint8Array): RequestFacts {
  const request = parse(parsableText(body));
  if (typeof request !== 'object' || request === null) return {};
  const {
    metadata,
    model,
    max_tokens: maxTokens,
    temperature,
    billing_policy: policy,
  } = request as MessagesRequest;
  const userId = metadata?.user_id;
  return {
    ...(typeof userId === 'string' && !isOfClaudeCode(userId) && { userId }),
    ...(isPlainId(model) && { model }),
    ...(typeof maxTokens === 'number' && { maxTokens }),
    ...(typeof temperature === 'number' && { temperature }),
    ...(policy?.bill_to === 'user_profile' && { billedTo: policy.bill_to }),
  };
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const CLAUDE_CODE_ID = new RegExp(`^user_[0-9a-f]+_account_(?:${UUID})?_session_${UUID}$`, 'i');

/** No record holds a longer user, so a longer text needs no parsing, which could take much memory. */
const MAX_PARSED_ID = 1024;

/** Claude Code names a device, an account and a session: as one word, or as JSON. */
function isOfClaudeCode(userId: string): boolean {
  if (CLAUDE_CODE_ID.test(userId)) return true;
  if (!userId.startsWith('{') || userId.length > MAX_PARSED_ID) return false;
  const named = parse(userId);
  return typeof named === 'object' && named !== null && ('device_id' in named || 'session_id' in named);
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
