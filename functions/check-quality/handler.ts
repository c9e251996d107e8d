import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getQuality } from './get-quality.ts';
import { listConflicts } from './list-conflicts.ts';

export const createHandler = handlerOf(SERVICES.checkQuality, { getQuality, listConflicts });
