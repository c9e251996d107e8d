import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getAggregations } from './get-aggregations.ts';
import { getRebuild } from './get-rebuild.ts';
import { postAggregation } from './post-aggregation.ts';
import { postRebuild } from './post-rebuild.ts';

export const createHandler = handlerOf(SERVICES.rebuildUsage, {
  startRebuild: postRebuild,
  getRebuild,
  startAggregation: postAggregation,
  getAggregations,
});
