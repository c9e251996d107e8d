import { serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getQuality } from './get-quality.ts';

export const createHandler = serve(SERVICES.checkQuality, { getQuality });
