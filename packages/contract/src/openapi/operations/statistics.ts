import { overviewQuery } from '../../overview.ts';
import { overviewResponse } from '../../overview-response.ts';
import { statisticsQuery } from '../../statistics-query.ts';
import { statisticsResponse } from '../../statistics-response.ts';
import { topConsumersQuery } from '../../top-consumers.ts';
import { topConsumersResponse } from '../../top-consumers-response.ts';
import { trendsQuery } from '../../trends.ts';
import { trendsResponse } from '../../trends-response.ts';
import { MEASURES, NOTES } from '../examples.ts';
import { ok, tagged } from '../operation.ts';

const DAY = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' };
const DAY_BEFORE = { from: '2026-11-19T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' };

export const STATISTICS_OPERATIONS = tagged('Statistics', {
  getStatistics: {
    summary: 'Statistics',
    description:
      'Usage and cost by hour, day or month. Rows are ordered by time, then id; an id without usage has no row. A range of hours ' +
      'can span 366 days, of days and months 3,660.',
    query: statisticsQuery,
    cached: true,
    answer: ok('A page of statistics.', statisticsResponse, {
      dimension: 'user',
      period: 'day',
      range: DAY,
      ...NOTES,
      rows: [{ ...DAY, id: 'u_42', ...MEASURES }],
    }),
    problems: ['not_visible', 'range_too_large'],
  },
  getTrends: {
    summary: 'Trends',
    description:
      'A series without gaps beside the previous range. The default period is hours up to 7 days, days up to 90, months above. At ' +
      'most 2,500 points. `splitBy` adds a series of each of the largest models, features, access keys or users.',
    query: trendsQuery,
    cached: true,
    answer: ok('The series.', trendsResponse, {
      dimension: 'all',
      period: 'day',
      range: DAY,
      ...NOTES,
      previousRange: DAY_BEFORE,
      points: [{ ...DAY, ...MEASURES, previous: { ...DAY_BEFORE, ...MEASURES } }],
    }),
    problems: ['not_visible', 'range_too_large'],
  },
  getTopConsumers: {
    summary: 'Top consumers',
    description: 'The exact ranking of users, access keys, models or features over any range.',
    query: topConsumersQuery,
    cached: true,
    answer: ok('The largest consumers.', topConsumersResponse, {
      dimension: 'user',
      sort: 'total',
      range: DAY,
      ...NOTES,
      totals: MEASURES,
      matching: 1,
      active: 1,
      consumers: [{ rank: 1, id: 'u_42', share: 1, ...MEASURES }],
    }),
    problems: ['not_visible', 'range_too_large'],
  },
  getOverview: {
    summary: 'Overview',
    description:
      'Totals, active access keys and users, shares of models and features, and changes to the previous range.',
    query: overviewQuery,
    cached: true,
    answer: ok('Totals, shares and changes.', overviewResponse, {
      dimension: 'all',
      range: DAY,
      ...NOTES,
      totals: MEASURES,
      activeAccessKeys: 1,
      activeUsers: 1,
      models: { count: 1, top: [{ id: 'claude-sonnet-5-5', share: 1, ...MEASURES }] },
      features: { count: 1, top: [{ id: 'chat_completion', share: 1, ...MEASURES }] },
      previous: { ...DAY_BEFORE, ...MEASURES },
      change: {
        total: 0,
        effective: 0,
        requests: 0,
        errors: null,
        input: 0,
        output: 0,
        cacheCreation5m: null,
        cacheCreation1h: null,
        cacheCreationUnattributed: 0,
        cacheRead: 0,
        cost: 0,
        discount: null,
        unpricedRequests: null,
        uncertainRequests: 0,
        billedElsewhereRequests: null,
      },
    }),
    problems: ['not_visible', 'range_too_large'],
  },
});
