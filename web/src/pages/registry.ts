import { ACCESS_KEYS_PARAMETERS } from './access-keys/parameters.ts';
import { AGGREGATION_PARAMETERS } from './aggregation/parameters.ts';
import { AUDIT_PARAMETERS, AUDIT_RANGE } from './audit/parameters.ts';
import { BUDGETS_PARAMETERS } from './budgets/parameters.ts';
import { EXPLORE_PARAMETERS } from './explore/parameters.ts';
import { EXPORTS_PARAMETERS } from './exports/parameters.ts';
import { FAILED_MESSAGES_PARAMETERS } from './failed-messages/parameters.ts';
import { GET_STARTED_PARAMETERS } from './get-started/parameters.ts';
import { OVERVIEW_PARAMETERS } from './overview/parameters.ts';
import { askOverview } from './overview/questions.ts';
import type { Page } from './page.ts';
import { PRICES_PARAMETERS } from './prices/parameters.ts';
import { QUALITY_PARAMETERS } from './quality/parameters.ts';
import { QUALITY_RANGE } from './quality/quality-range.ts';
import { RECORDS_PARAMETERS, RECORDS_RANGE } from './records/parameters.ts';
import { REPORTS_PARAMETERS } from './reports/parameters.ts';
import { STATISTICS_PARAMETERS } from './statistics/parameters.ts';
import { TOP_CONSUMERS_PARAMETERS } from './top-consumers/parameters.ts';
import { USERS_PARAMETERS } from './users/parameters.ts';

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
    ask: askOverview,
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
    range: RECORDS_RANGE,
    load: () => import('./records/records-page.tsx'),
  },
  {
    name: 'access-keys',
    path: '/access-keys',
    title: { en: 'Access keys', 'zh-CN': '访问密钥' },
    section: 'people',
    needs: 'listAccessKeys',
    parameters: ACCESS_KEYS_PARAMETERS,
    load: () => import('./access-keys/access-keys-page.tsx'),
  },
  {
    name: 'users',
    path: '/users',
    title: { en: 'Users', 'zh-CN': '用户' },
    section: 'people',
    needs: 'listUsers',
    parameters: USERS_PARAMETERS,
    load: () => import('./users/users-page.tsx'),
  },
  {
    name: 'budgets',
    path: '/budgets',
    title: { en: 'Budgets', 'zh-CN': '预算' },
    section: 'money',
    needs: 'listBudgets',
    parameters: BUDGETS_PARAMETERS,
    load: () => import('./budgets/budgets-page.tsx'),
  },
  {
    name: 'exports',
    path: '/exports',
    title: { en: 'Exports', 'zh-CN': '导出' },
    section: 'money',
    needs: 'listExports',
    parameters: EXPORTS_PARAMETERS,
    load: () => import('./exports/exports-page.tsx'),
  },
  {
    name: 'reports',
    path: '/reports',
    title: { en: 'Reports', 'zh-CN': '报告' },
    section: 'money',
    needs: 'listReports',
    parameters: REPORTS_PARAMETERS,
    load: () => import('./reports/reports-page.tsx'),
  },
  {
    name: 'audit',
    path: '/audit',
    title: { en: 'Audit log', 'zh-CN': '审计日志' },
    section: 'operations',
    needs: 'getAudit',
    parameters: AUDIT_PARAMETERS,
    range: AUDIT_RANGE,
    load: () => import('./audit/audit-page.tsx'),
  },
  {
    name: 'get-started',
    path: '/get-started',
    title: { en: 'Get started', 'zh-CN': '开始使用' },
    section: 'help',
    needs: 'getRecords',
    parameters: GET_STARTED_PARAMETERS,
    load: () => import('./get-started/get-started-page.tsx'),
  },
  {
    name: 'quality',
    path: '/quality',
    title: { en: 'Quality and health', 'zh-CN': '质量与健康' },
    section: 'operations',
    needs: 'getQuality',
    parameters: QUALITY_PARAMETERS,
    range: QUALITY_RANGE,
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
