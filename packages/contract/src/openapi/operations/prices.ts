import { pricesRequestSchema } from '../../prices.ts';
import { pricesResponse } from '../../prices-response.ts';
import { ok, tagged } from '../operation.ts';

const PRICES = {
  revision: 2,
  currency: 'USD',
  createdAt: '2026-11-21T12:30:00.000Z',
  appliesFrom: '2026-11-21T13:00:00.000Z',
  models: [
    {
      model: 'claude-sonnet-5-5',
      input: '2',
      output: '10',
      cacheCreation5m: '2.5',
      cacheCreation1h: '4',
      cacheRead: '0.2',
      source: 'https://platform.claude.com/docs/en/about-claude/pricing',
      asOf: '2026-11-20',
    },
  ],
  webSearches: [
    {
      perThousand: '10',
      source: 'https://platform.claude.com/docs/en/about-claude/pricing',
      asOf: '2026-11-20',
    },
  ],
  overrides: [{ model: '*', discountBasisPoints: 1000 }],
};

export const PRICES_OPERATIONS = tagged('Prices', {
  getPrices: {
    summary: 'Prices',
    answer: ok('The shipped list prices and the overrides.', pricesResponse, PRICES),
  },
  putPrices: {
    summary: 'Replace all overrides',
    description:
      'They apply to usage that occurs from `appliesFrom` on, the next full hour. Sending the same overrides again changes nothing.',
    body: {
      schema: pricesRequestSchema,
      examples: {
        discount: { overrides: [{ model: '*', discountBasisPoints: 1000 }], expectedRevision: 1 },
        'own price': {
          overrides: [
            {
              model: 'claude-sonnet-5-5',
              effectiveFrom: '2027-01-01',
              prices: { input: '1.5', output: '7.5' },
            },
          ],
        },
      },
    },
    answer: ok('The prices after the change.', pricesResponse, PRICES),
    problems: ['prices_changed'],
  },
});
