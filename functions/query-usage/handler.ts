import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getOverview } from './get-overview.ts';
import { getStatistics } from './get-statistics.ts';
import { getTopConsumers } from './get-top-consumers.ts';
import { getTrends } from './get-trends.ts';

export const createHandler = handlerOf(SERVICES.queryUsage, {
  getStatistics,
  getTrends,
  getTopConsumers,
  getOverview,
});
