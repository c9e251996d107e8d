import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { type GetQualityDeps, getQuality } from './get-quality.ts';
import { type ListConflictsDeps, listConflicts } from './list-conflicts.ts';

export type CheckQualityDeps = GetQualityDeps & ListConflictsDeps & ServeDeps<typeof SERVICES.checkQuality>;

export function createHandler(deps: CheckQualityDeps) {
  return serve(SERVICES.checkQuality, deps, { getQuality, listConflicts });
}
