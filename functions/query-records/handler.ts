import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getRecord } from './get-record.ts';
import { getRecords } from './get-records.ts';
import { lookUpNames } from './look-up-names.ts';

export const createHandler = handlerOf(SERVICES.queryRecords, {
  getRecords,
  getRecord,
  lookUpNames,
});
