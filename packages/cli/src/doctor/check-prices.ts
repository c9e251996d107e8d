import { counted } from '../output/figures.ts';
import { howToPrice } from '../unpriced-models.ts';
import { type Check, failed, ok } from './check.ts';

const DAYS = 30;

export const prices: Check = {
  name: 'prices',
  why: 'Usage of a model without a price is missing in every cost and budget.',
  async run({ session: { ledger, io } }) {
    const from = new Date(io.nowMs() - DAYS * 86_400_000).toISOString();
    const { consumers } = await ledger.get('/v1/top-consumers', {
      query: { dimension: 'model', sort: 'unpricedRequests', from, limit: 100 },
    });
    const unpriced = consumers.filter(({ cost }) => String(cost.unpricedRequests) !== '0');
    if (unpriced.length === 0) return ok(`Every model of the last ${DAYS} days has a price.`);
    const models = unpriced
      .map(({ id, cost }) => `${id} (${counted(cost.unpricedRequests, 'request')})`)
      .join(', ');
    return failed(`Without a price: ${models}.`, howToPrice({ last: `${DAYS}d` }));
  },
};
