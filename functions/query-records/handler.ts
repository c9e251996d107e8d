import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getRecord } from './get-record.ts';
import { getRecords } from './get-records.ts';

export const createHandler = handlerOf(SERVICES.queryRecords, { getRecords, getRecord });
