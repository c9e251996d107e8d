import { useQuery } from '@tanstack/react-query';
import type { Values } from '../../parts/address.ts';
import { type AskedRange, askedRange, type LastRange } from '../../parts/range.ts';
import { useSettings } from '../../parts/settings-context.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-provider.tsx';
import { addQuality } from './add-quality.ts';
import { type QUALITY_PARAMETERS, QUALITY_RANGE } from './parameters.ts';

/** The API checks at most 31 days. */
export const QUALITY_RANGES: readonly LastRange[] = ['24h', '7d', '30d'];

/** The check reads every record of the range, so it is repeated less often than figures are. */
const CHECK_INTERVAL_MS = 300_000;
/** Scores are shown as a trend, whichever range is checked. */
const HISTORY_DAYS = 30;
/** An answer checks what it can in time. More of them than this is work for the audit. */
const MAX_ANSWERS = 20;

export function useQuality(parameters: Values<typeof QUALITY_PARAMETERS>) {
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  const range: AskedRange = askedRange(parameters, useNow(), reportingTimeZone, QUALITY_RANGE);
  const quality = useQuery({
    queryKey: ['quality', range],
    refetchInterval: range.to === undefined ? CHECK_INTERVAL_MS : false,
    queryFn: async ({ signal }) => {
      const ask = (query: AskedRange & { readonly historyDays?: number }) =>
        api.get('/v1/quality', { query, signal });
      let sum = await ask({ ...range, historyDays: HISTORY_DAYS });
      const { to } = sum.range;
      for (let asked = 1; sum.next !== undefined && asked < MAX_ANSWERS; asked += 1) {
        sum = addQuality(sum, await ask({ from: sum.next, to }));
      }
      return sum;
    },
  });
  return { quality, range };
}
