import { SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import type { WireUsage } from '../wire-usage.ts';

interface CallUsage extends WireUsage {
  readonly service_tier: 'standard' | 'batch';
  readonly speed?: 'fast';
  readonly inference_geo?: 'us';
}

export const CALL_KINDS = [
  'plain',
  'cache, 5 minutes',
  'cache, 1 hour',
  'prompt of more than 200,000',
  'batch',
  'fast',
  'in the US',
] as const;
type CallKind = (typeof CALL_KINDS)[number];

export interface PricedCall {
  readonly kind: CallKind;
  readonly model: string;
  readonly occurredAtMs: number;
  readonly usage: CallUsage;
}

/** No call of today can be of them. */
const RETIRED = /^claude-3-/;

/** Random calls of the day, of models that have prices for all kinds of tokens then. The same for the same day. */
export function randomCalls(count: number, occurredAtMs: number): readonly PricedCall[] {
  const random = new Random(7);
  const day = new Date(occurredAtMs).toISOString().slice(0, 10);
  const served = SHIPPED_PRICE_BOOK.entries.filter(
    ({ model, effectiveFrom = '', effectiveTo = '9999', doubtful = false, cacheCreation1h, cacheRead }) =>
      !RETIRED.test(model) &&
      effectiveFrom <= day &&
      day < effectiveTo &&
      !doubtful &&
      cacheCreation1h !== undefined &&
      cacheRead !== undefined,
  );
  const withFast = served.filter(({ fast }) => fast !== undefined);
  return Array.from({ length: count }, (_, index): PricedCall => {
    const kind = CALL_KINDS[index % CALL_KINDS.length] ?? 'plain';
    const models = kind === 'fast' ? withFast : served;
    const model = models[random.below(models.length)]?.model ?? '';
    const tokens = (most: number) => 1 + random.below(most);
    const is = (...kinds: readonly CallKind[]) => kinds.includes(kind);
    const fiveMinutes = is('cache, 5 minutes', 'batch', 'in the US') ? tokens(20_000) : 0;
    const hour = is('cache, 1 hour') ? tokens(20_000) : 0;
    const read = is('plain', 'batch', 'fast') ? 0 : tokens(60_000);
    return {
      kind,
      model,
      occurredAtMs,
      usage: {
        input_tokens: is('prompt of more than 200,000') ? 200_000 + tokens(300_000) : tokens(8_000),
        output_tokens: tokens(4_000),
        cache_creation_input_tokens: fiveMinutes + hour,
        cache_read_input_tokens: read,
        cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: hour },
        service_tier: is('batch') ? 'batch' : 'standard',
        ...(is('fast') && { speed: 'fast' as const }),
        ...(is('in the US') && { inference_geo: 'us' as const }),
      },
    };
  });
}
