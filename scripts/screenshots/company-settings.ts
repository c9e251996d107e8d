/*
 * What the administrators of the company set up.
 */

export const PRICES = {
  overrides: [
    { model: '*', discountBasisPoints: 500 },
    {
      model: 'claude-haiku-5-5',
      effectiveFrom: '2026-11-01',
      prices: {
        input: '0.08',
        output: '0.4',
        cacheCreation5m: '0.1',
        cacheCreation1h: '0.16',
        cacheRead: '0.008',
      },
    },
  ],
};

const DOLLARS = { period: 'monthly', unit: 'USD', thresholds: [50, 80, 100] } as const;

export function budgetsOf(accessKeyIds: ReadonlyMap<string, string>) {
  const ofTeam = (name: string) => ({ dimension: 'access_key' as const, id: accessKeyIds.get(name) ?? '' });
  return [
    { ...DOLLARS, name: 'Everything', scope: { dimension: 'all' as const }, amount: '60' },
    {
      ...DOLLARS,
      name: 'Platform',
      scope: ofTeam('Platform'),
      amount: '35',
      webhook: { url: 'https://hooks.example.com/services/platform' },
    },
    { ...DOLLARS, name: 'Search', scope: ofTeam('Search'), amount: '12' },
    {
      name: 'Tokens of Sam Sato',
      scope: { dimension: 'user' as const, id: 'sam.sato' },
      period: 'daily' as const,
      unit: 'tokens' as const,
      amount: '1500000',
      thresholds: [80, 100],
    },
  ];
}

export const WEEKLY_REPORT = {
  title: 'Usage of each team, last week',
  what: ['statistics'],
  format: 'xlsx',
  dimension: 'access_key',
  period: 'day',
  range: 'last_week',
  schedule: { frequency: 'weekly', weekday: 'monday', time: '06:30' },
  delivery: { topic: true },
} as const;

export const MONTHLY_REPORT = {
  title: 'Costs for finance (FOCUS)',
  format: 'focus',
  billingAccountId: '123456789012',
  range: 'last_month',
  schedule: { frequency: 'monthly', dayOfMonth: 1, time: '06:00' },
  delivery: { topic: true, webhook: { url: 'https://hooks.example.com/finance' } },
} as const;
