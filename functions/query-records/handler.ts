import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getRecord } from './get-record.ts';
import { type GetRecordsDeps, getRecords } from './get-records.ts';

export type QueryRecordsDeps = GetRecordsDeps & ServeDeps<typeof SERVICES.queryRecords>;

export function createHandler(deps: QueryRecordsDeps) {
  return serve(SERVICES.queryRecords, deps, { getRecords, getRecord });
}
