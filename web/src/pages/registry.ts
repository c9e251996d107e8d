import { AGGREGATION_PARAMETERS } from './aggregation/parameters.ts';
import { FAILED_MESSAGES_PARAMETERS } from './failed-messages/parameters.ts';
import { OVERVIEW_PARAMETERS } from './overview/parameters.ts';
import type { Page } from './page.ts';
import { PRICES_PARAMETERS } from './prices/parameters.ts';
import { QUALITY_PARAMETERS } from './quality/parameters.ts';
import { RECORDS_PARAMETERS } from './records/parameters.ts';

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
    name: 'records',
    path: '/records',
    title: { en: 'Records', 'zh-CN': '记录' },
    section: 'usage',
    needs: 'getRecords',
    parameters: RECORDS_PARAMETERS,
    load: () => import('./records/records-page.tsx'),
  },
  {
    name: 'quality',
    path: '/quality',
    title: { en: 'Quality and health', 'zh-CN': '质量与健康' },
    section: 'operations',
    needs: 'getQuality',
    parameters: QUALITY_PARAMETERS,
    load: () => import('./quality/quality-page.tsx'),
  },
  {
    name: 'failed-messages',
    path: '/failed-messages',
    title: { en: 'Failed messages', 'zh-CN': '失败消息' },
    section: 'operations',
    needs: 'listFailedMessages',
    parameters: FAILED_MESSAGES_PARAMETERS,
    load: () => import('./failed-messages/failed-messages-page.tsx'),
  },
  {
    name: 'prices',
    path: '/prices',
    title: { en: 'Prices', 'zh-CN': '价格' },
    section: 'money',
    needs: 'getPrices',
    parameters: PRICES_PARAMETERS,
    load: () => import('./prices/prices-page.tsx'),
  },
  {
    name: 'aggregation',
    path: '/aggregation',
    title: { en: 'Aggregation', 'zh-CN': '汇总' },
    section: 'operations',
    needs: 'getAggregations',
    parameters: AGGREGATION_PARAMETERS,
    load: () => import('./aggregation/aggregation-page.tsx'),
  },
];
