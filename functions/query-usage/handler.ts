import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getOverview } from './get-overview.ts';
import { type GetStatisticsDeps, getStatistics } from './get-statistics.ts';
import { getTopConsumers } from './get-top-consumers.ts';
import { getTrends } from './get-trends.ts';
import type { QueryDeps } from './with-revalidation.ts';

export type QueryUsageDeps = GetStatisticsDeps & QueryDeps & ServeDeps<typeof SERVICES.queryUsage>;

export function createHandler(deps: QueryUsageDeps) {
  return serve(SERVICES.queryUsage, deps, { getStatistics, getTrends, getTopConsumers, getOverview });
}
