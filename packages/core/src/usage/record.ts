import type { NamedSource } from './source.ts';
import type { TokenCounts } from './token-counts.ts';

/** How the call ended. `partial`: a stream that broke off, counted with what was known by then. */
export const RECORD_STATUSES = ['ok', 'error', 'partial'] as const;
export type RecordStatus = (typeof RECORD_STATUSES)[number];

/** How much a report knows that is not in its counters. */
export const RECORD_DETAILS = ['totals'] as const;
export type RecordDetail = (typeof RECORD_DETAILS)[number];

/** One step of a call whose tokens are not in the record's own counters, or were served by another model. */
export interface UsageIteration {
  readonly type: string;
  readonly model?: string;
  readonly tokens: TokenCounts;
}

/** What a producer says about one API call, validated, with its identity, but not yet admitted to the ledger. */
export interface ReportedUsage {
  /** At most 128 characters; with the access key the identity under which the call counts once. */
  readonly requestId: string;
  /** A second name of the same call: of a request id the message id. */
  readonly otherName?: string;
  /** Milliseconds since the epoch; absent when the producer leaves it to the time of receipt. */
  readonly occurredAtMs?: number;
  readonly accessKeyId: string;
  readonly userId?: string;
  readonly model: string;
  readonly feature?: string;
  readonly tokens: TokenCounts;
  readonly status: RecordStatus;
  /** `totals`: the counters are right; what else decides the price is unknown. Absent: complete. */
  readonly detail?: RecordDetail;
  /** How it was captured; absent: `direct`. Of a record, how the report was whose content it has. */
  readonly source?: NamedSource;
  readonly endpoint?: string;
  readonly stopReason?: string;
  readonly temperature?: number;
  readonly maxTokens?: number;
  /** As served: `standard`, `priority` or `batch`. */
  readonly serviceTier?: string;
  /** As served, such as `us`. */
  readonly inferenceGeo?: string;
  /** As served: `standard` or `fast`. */
  readonly speed?: string;
  /** A subset of the output tokens; never added to a sum. */
  readonly thinkingTokens?: number;
  readonly webSearchRequests?: number;
  readonly webFetchRequests?: number;
  readonly iterations?: readonly UsageIteration[];
  /** What became of the fallback credit that the request presented: `redeemed`, `not_applied`, or what is added to them later. */
  readonly fallbackCredit?: string;
  /** Who pays for the call, if it is not the organization that made it. */
  readonly billedTo?: 'user_profile';
  /** At most 16 pairs, 1 KB. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * A record as the ledger holds it. The first report stored for a call decides the hour it counts in, for ever; a later one
 * replaces the content only when it knows more, as a new revision. (Key, revision) has exactly one content.
 */
export interface UsageRecord extends ReportedUsage {
  readonly occurredAtMs: number;
  /** When the product received it, milliseconds since the epoch. */
  readonly receivedAtMs: number;
  /** True when the time of receipt stands in for `occurredAtMs`, which was missing or too far in the future. */
  readonly clockClamped?: boolean;
  /**
   * True when it stands in because none was reported, which is no fault of a clock. Records that are older than this field
   * have it in neither case.
   */
  readonly timeMissing?: true;
  /** How often the record was changed, plus 1; absent: 1, as it was claimed. */
  readonly revision?: number;
  /** The user was named by a later revision: the first one still counts, without measures, among those that name no user. */
  readonly userNamedLater?: boolean;
  /** The name of the record that this one, of the same call, was merged into. It counts no measures and is listed nowhere. */
  readonly mergedInto?: string;
  /** A digest of the message that reported it first, if that was asked for: the event of that message counts the call. */
  readonly collectedBy?: string;
}

/** Whether it was received more than an hour after the call. */
export function arrivedLate({ receivedAtMs, occurredAtMs }: UsageRecord): boolean {
  return receivedAtMs - occurredAtMs > LATE_MS;
}

const LATE_MS = 3_600_000;

/** Whether the producer's clock was ahead; of an old record, whether it may have been. */
export function hasClockFault({ clockClamped, timeMissing }: UsageRecord): boolean {
  return clockClamped === true && timeMissing !== true;
}
