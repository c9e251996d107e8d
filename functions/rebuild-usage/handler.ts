import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { type GetAggregationsDeps, getAggregations } from './get-aggregations.ts';
import { type GetRebuildDeps, getRebuild } from './get-rebuild.ts';
import { type PostAggregationDeps, postAggregation } from './post-aggregation.ts';
import { type PostRebuildDeps, postRebuild } from './post-rebuild.ts';

export type RebuildUsageDeps = PostRebuildDeps &
  GetRebuildDeps &
  PostAggregationDeps &
  GetAggregationsDeps &
  ServeDeps<typeof SERVICES.rebuildUsage>;

export function createHandler(deps: RebuildUsageDeps) {
  return serve(SERVICES.rebuildUsage, deps, {
    startRebuild: postRebuild,
    getRebuild,
    startAggregation: postAggregation,
    getAggregations,
  });
}
