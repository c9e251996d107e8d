import { handlerOf } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getPrices } from './get-prices.ts';
import { putPrices } from './put-prices.ts';

export const createHandler = handlerOf(SERVICES.managePrices, { getPrices, putPrices });
