import { isTooComplex } from '@token-ledger/contract';

/** What a request says about its record. Nothing of its content is among it. */
export interface RequestFacts {
  /** `metadata.user_id`, which names the user to Anthropic. */
  readonly userId?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
  /** Another organization pays: `billing_policy.bill_to`. */
  readonly billedTo?: 'user_profile';
}

interface MessagesRequest {
  readonly metadata?: { readonly user_id?: unknown } | null;
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
  const { metadata, max_tokens: maxTokens, temperature, billing_policy: policy } = request as MessagesRequest;
  const userId = metadata?.user_id;
  return {
    ...(typeof userId === 'string' && { userId }),
    ...(typeof maxTokens === 'number' && { maxTokens }),
    ...(typeof temperature === 'number' && { temperature }),
    ...(policy?.bill_to === 'user_profile' && { billedTo: policy.bill_to }),
  };
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
