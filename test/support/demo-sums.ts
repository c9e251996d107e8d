import type { DemoCall } from '@token-ledger/cli/demo';
import { type QueryClient, type RequestOf, wholeNumber } from '@token-ledger/client/query';

const NOTHING = {
  requests: 0n,
  errors: 0n,
  input: 0n,
  output: 0n,
  cacheCreation5m: 0n,
  cacheCreation1h: 0n,
  cacheRead: 0n,
};
type Sum = typeof NOTHING;
type Query = RequestOf<'get', '/v1/statistics'>['query'];

/** What the calls of each user or access key used, by the calls themselves. */
export function expectedOf(
  calls: readonly DemoCall[],
  idOf: (call: DemoCall) => string | undefined,
): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const call of calls) {
    const id = idOf(call) ?? '-';
    const { status, usage } = call.record;
    const cache = usage?.['cache_creation'] as Readonly<Record<string, number>> | undefined;
    const one = {
      requests: 1,
      errors: status === 'error' ? 1 : 0,
      input: usage?.input_tokens ?? 0,
      output: usage?.output_tokens ?? 0,
      cacheCreation5m: cache?.['ephemeral_5m_input_tokens'] ?? 0,
      cacheCreation1h: cache?.['ephemeral_1h_input_tokens'] ?? 0,
      cacheRead: usage?.cache_read_input_tokens ?? 0,
    };
    sums.set(id, plus(sums.get(id) ?? NOTHING, one));
  }
  return sums;
}

/** The same by the answers of the API. */
export async function countedOf(
  ledger: QueryClient,
  query: Query,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, Sum>> {
  const sums = new Map<string, Sum>();
  for (const id of ids) {
    let sum = NOTHING;
    const rows = ledger.items('/v1/statistics', { query: { ...query, id } });
    for await (const { requests, errors, tokens } of rows) sum = plus(sum, { ...tokens, requests, errors });
    sums.set(id, sum);
  }
  return sums;
}

function plus(sum: Sum, added: Readonly<Record<string, number | string>>): Sum {
  const names = Object.keys(NOTHING) as (keyof Sum)[];
  return Object.fromEntries(names.map((name) => [name, sum[name] + wholeNumber(added[name] ?? 0)])) as Sum;
}
