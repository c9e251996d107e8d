import {
  isThin,
  MAX_TOKENS_PER_COUNTER,
  namedSource,
  RECORD_SOURCES,
  type ReportedUsage,
  type TokenCounts,
  withoutAbsent,
} from '@token-ledger/core';
import fc from 'fast-check';

const counter = fc.oneof(
  fc.constantFrom(0, 1, MAX_TOKENS_PER_COUNTER),
  fc.integer({ min: 0, max: 2_000_000 }),
);
/** An id or name: at most four words, which single spaces separate. */
const name = fc.stringMatching(/^[\w:.üé€😀"\\/]{1,9}( [\w:.üé€😀"\\/]{1,7}){0,3}$/u);

/**
 * Counters as Anthropic can report them: a reported total of cache writes is a counter of its own, and bounded as such.
 */
export const tokenCounts: fc.Arbitrary<TokenCounts> = fc
  .record({
    input: counter,
    output: counter,
    cacheCreation5m: counter,
    cacheCreation1h: counter,
    cacheCreationUnattributed: counter,
    cacheRead: counter,
  })
  .map((counts) => {
    const total = counts.cacheCreation5m + counts.cacheCreation1h + counts.cacheCreationUnattributed;
    return total > MAX_TOKENS_PER_COUNTER ? { ...counts, cacheCreationUnattributed: 0 } : counts;
  });

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** One name of a call, or two: a second one only of a request id, and it is Anthropic's message id. */
const names = fc
  .record({
    requestId: fc.stringMatching(/^[\w:-]{2,128}$/),
    otherName: maybe(fc.stringMatching(/^msg_\w{1,99}$/)),
  })
  .map(({ requestId, otherName }) =>
    withoutAbsent({ requestId, otherName: requestId.startsWith('msg_') ? undefined : otherName }),
  );

/** Any usage that `parseUsageRecord` may return. */
export const reportedUsage: fc.Arbitrary<ReportedUsage> = fc
  .record({
    names,
    occurredAtMs: maybe(fc.integer({ min: 0, max: 4_102_444_800_000 })),
    accessKeyId: name,
    userId: maybe(name),
    model: name,
    feature: maybe(name),
    tokens: tokenCounts,
    status: fc.constantFrom('ok', 'error', 'partial'),
    detail: maybe(fc.constantFrom('totals')),
    source: maybe(fc.constantFrom(...RECORD_SOURCES)).map(namedSource),
    endpoint: maybe(name),
    stopReason: maybe(name),
    temperature: maybe(fc.double({ min: 0, max: 2, noNaN: true })),
    maxTokens: maybe(counter),
    serviceTier: maybe(fc.constantFrom('standard', 'priority', 'batch')),
    inferenceGeo: maybe(fc.constantFrom('us', 'global')),
    speed: maybe(fc.constantFrom('standard', 'fast')),
    thinkingTokens: maybe(counter),
    webSearchRequests: maybe(fc.integer({ min: 0, max: 10_000 })),
    webFetchRequests: maybe(fc.integer({ min: 0, max: 10_000 })),
    iterations: maybe(
      fc.array(
        fc
          .record({
            type: fc.constantFrom('message', 'compaction', 'advisor_message', 'fallback_message'),
            model: maybe(name),
            tokens: tokenCounts,
          })
          .map(withoutAbsent),
        { minLength: 1, maxLength: 4 },
      ),
    ),
    fallbackCredit: maybe(fc.constantFrom('redeemed', 'not_applied', 'postponed')),
    billedTo: maybe(fc.constant('user_profile' as const)),
    metadata: maybe(fc.dictionary(fc.stringMatching(/^k[a-z]{1,10}$/), name, { maxKeys: 8 })),
  })
  .map(
    ({ names: { requestId, otherName }, source, ...usage }) =>
      withoutAbsent({
        requestId,
        otherName,
        ...usage,
        source,
        detail: source && isThin(source) ? 'totals' : usage.detail,
      }) as ReportedUsage,
  );
