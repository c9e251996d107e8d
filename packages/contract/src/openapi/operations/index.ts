import type { RouteName } from '../../routes.ts';
import type { Operation } from '../operation.ts';
import { ACCESS_OPERATIONS } from './access.ts';
import { BUDGETS_OPERATIONS } from './budgets.ts';
import { EXPORTS_OPERATIONS } from './exports.ts';
import { FAILED_MESSAGES_OPERATIONS } from './failed-messages.ts';
import { OPERATION_OPERATIONS } from './operation.ts';
import { PRICES_OPERATIONS } from './prices.ts';
import { RECORDS_OPERATIONS } from './records.ts';
import { REFERENCE_OPERATIONS } from './reference.ts';
import { REPORTS_OPERATIONS } from './reports.ts';
import { STATISTICS_OPERATIONS } from './statistics.ts';
import { TELEMETRY_OPERATIONS } from './telemetry.ts';
import { USAGE_OPERATIONS } from './usage.ts';

/** What the reference says about every route. */
export const OPERATIONS: Readonly<Record<RouteName, Operation>> = {
  ...USAGE_OPERATIONS,
  ...TELEMETRY_OPERATIONS,
  ...STATISTICS_OPERATIONS,
  ...RECORDS_OPERATIONS,
  ...EXPORTS_OPERATIONS,
  ...REPORTS_OPERATIONS,
  ...PRICES_OPERATIONS,
  ...BUDGETS_OPERATIONS,
  ...ACCESS_OPERATIONS,
  ...OPERATION_OPERATIONS,
  ...FAILED_MESSAGES_OPERATIONS,
  ...REFERENCE_OPERATIONS,
};
