import { type ServeDeps, serve } from '../shared/http/serve.ts';
import { SERVICES } from '../shared/metrics.ts';
import { getPrices } from './get-prices.ts';
import { type PutPricesDeps, putPrices } from './put-prices.ts';

export type ManagePricesDeps = PutPricesDeps & ServeDeps<typeof SERVICES.managePrices>;

export function createHandler(deps: ManagePricesDeps) {
  return serve(SERVICES.managePrices, deps, { getPrices, putPrices });
}
