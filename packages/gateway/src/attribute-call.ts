import { judgeRecord, type RejectedRecord, reporterOf } from '@token-ledger/contract';
import {
  type AccessKey,
  type DisabledIds,
  principalOf,
  type ReportedUsage,
  withoutAbsent,
} from '@token-ledger/core';
import { GatewayError } from './gateway-error.ts';
import type { RequestFacts } from './request-facts.ts';

/** The fields of a record that are known before the call is made. */
export type CallAttribution = Pick<
  ReportedUsage,
  'accessKeyId' | 'userId' | 'feature' | 'temperature' | 'maxTokens' | 'billedTo' | 'metadata'
>;

const HEADERS = { userId: 'x-token-ledger-user', feature: 'x-token-ledger-feature' } as const;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const SESSION_HEADER = 'x-claude-code-session-id';

interface Options {
  readonly headers: Headers;
  readonly facts: RequestFacts;
  readonly accessKey: AccessKey;
  readonly disabled: DisabledIds;
  readonly receivedAtMs: number;
}

/**
 * Whose call it is and what for, judged like a record that the caller reports. A header that may not be is refused before
 * anything is billed. What the request says besides is left out if a record could not hold it: it is written for Anthropic.
 *
 * @throws GatewayError if a header is not valid or not permitted, or the call is for somebody who is disabled
 */
export function attributeCall(options: Options): CallAttribution {
  const { headers } = options;
  const named = withoutAbsent({
    userId: textOf(headers.get(HEADERS.userId)),
    feature: textOf(headers.get(HEADERS.feature)),
  });
  const judged = judge(named, options);
  if (judged.kind === 'rejected') throw refusal(judged);
  const reported = withImplied(judged.reported, named, options);
  const { accessKeyId, userId, feature, temperature, maxTokens, billedTo, metadata } = reported;
  const rest = withoutAbsent({ userId, feature, temperature, maxTokens, billedTo, metadata });
  return { accessKeyId, ...rest };
}

/** A header holds bytes, here as a character each. Most callers write UTF-8; what is none is Latin-1, as the `fetch` of JavaScript writes it. */
function textOf(value: string | null): string | undefined {
  if (value === null) return undefined;
  try {
    return UTF_8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

/** With what the request says besides: all of it or, if a record cannot hold all, each field that it can hold. */
function withImplied(judged: ReportedUsage, named: object, options: Options): ReportedUsage {
  const { userId, maxTokens, temperature, billedTo } = options.facts;
  const session = options.headers.get(SESSION_HEADER);
  const implied = withoutAbsent({
    // In a session of Claude Code it names a device, no person.
    userId: session === null ? userId : undefined,
    maxTokens,
    temperature,
    billedTo,
    metadata: session === null ? undefined : { session },
  });
  const all = judge({ ...implied, ...named }, options);
  if (all.kind === 'admitted') return all.reported;
  let [fields, reported] = [named, judged];
  for (const [field, value] of Object.entries(implied)) {
    const candidate = { [field]: value, ...fields };
    const outcome = judge(candidate, options);
    if (outcome.kind === 'rejected') {
      if (outcome.code !== 'disabled') continue;
      throw new GatewayError('permission_error', 'metadata.user_id must not name a user that is disabled.');
    }
    fields = candidate;
    ({ reported } = outcome);
  }
  return reported;
}

/** As if the call had been made and had used nothing. */
function judge(fields: object, { accessKey, disabled, receivedAtMs }: Options) {
  const record = {
    requestId: 'tlgw_draft',
    model: 'draft',
    usage: { input_tokens: 0, output_tokens: 0 },
    ...fields,
  };
  return judgeRecord(record, { reporter: reporterOf(principalOf(accessKey)) }, receivedAtMs, {
    limits: { lateLimitDays: 1, maxTokensPerRecord: 1 },
    disabled,
  });
}

function refusal({ code, problems }: RejectedRecord): GatewayError {
  const messages = problems.map(({ path, message }) => {
    const header = HEADERS[path.slice(1) as keyof typeof HEADERS] ?? 'the access key';
    return `${header} ${message}`;
  });
  const type = code === 'invalid_record' ? 'invalid_request_error' : 'permission_error';
  return new GatewayError(type, `${messages.join('; ')}.`);
}
