import { EXPLORE_PARAMETERS } from './explore/parameters.ts';
import { OVERVIEW_PARAMETERS } from './overview/parameters.ts';
import type { Page } from './page.ts';
import { RECORDS_PARAMETERS } from './records/parameters.ts';
import { STATISTICS_PARAMETERS } from './statistics/parameters.ts';
import { TOP_CONSUMERS_PARAMETERS } from './top-consumers/parameters.ts';

/** Every page, in the order of the navigation. The first one that a caller may see is shown at the root. */
export const PAGES: readonly Page[] = [
  {
    name: 'overview',
    path: '/overview',
    title: { en: 'Overview', 'zh-CN': '概览' },
    section: 'usage',
    needs: 'getOverview',
    parameters: OVERVIEW_PARAMETERS,
    load: () => import('./overview/overview-page.tsx'),
  },
  {
    name: 'explore',
    path: '/explore',
    title: { en: 'Explore', 'zh-CN': '用量探索' },
    section: 'usage',
    needs: 'getTrends',
    parameters: EXPLORE_PARAMETERS,
    load: () => import('./explore/explore-page.tsx'),
  },
  {
    name: 'top-consumers',
    path: '/top-consumers',
    title: { en: 'Top consumers', 'zh-CN': '用量排行' },
    section: 'usage',
    needs: 'getTopConsumers',
    parameters: TOP_CONSUMERS_PARAMETERS,
    load: () => import('./top-consumers/top-consumers-page.tsx'),
  },
  {
    name: 'statistics',
    path: '/statistics',
    title: { en: 'Statistics', 'zh-CN': '统计' },
    section: 'usage',
    needs: 'getStatistics',
    parameters: STATISTICS_PARAMETERS,
    load: () => import('./statistics/statistics-page.tsx'),
  },
  {
    name: 'records',
    path: '/records',
    title: { en: 'Records', 'zh-CN': '记录' },
    section: 'usage',
    needs: 'getRecords',
    parameters: RECORDS_PARAMETERS,
    load: () => import('./records/records-page.tsx'),
  },
];
