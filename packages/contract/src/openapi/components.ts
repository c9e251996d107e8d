import type * as z from 'zod/mini';
import {
  acceptUsageResponseSchema,
  recordResultSchema,
  singleUsageRecordSchema,
  usageBatchSchema,
} from '../accept-usage.ts';
import { createAccessKeySchema, rotateAccessKeySchema, updateAccessKeySchema } from '../access-keys.ts';
import * as accessKeys from '../access-keys-response.ts';
import { aggregationRequestSchema } from '../aggregations.ts';
import * as aggregations from '../aggregations-response.ts';
import { anthropicMessageSchema, anthropicUsageSchema } from '../anthropic-message.ts';
import * as audit from '../audit-response.ts';
import { budgetRequestSchema } from '../budget.ts';
import * as budgets from '../budget-response.ts';
import * as conflicts from '../conflicts-response.ts';
import * as exportsOf from '../export-response.ts';
import { exportRequestSchema } from '../exports.ts';
import * as failedMessages from '../failed-messages-response.ts';
import { healthResponse } from '../health-response.ts';
import { meResponse } from '../me-response.ts';
import {
  billedTokensResponse,
  costResponse,
  measuresResponse,
  tokensResponse,
} from '../measures-response.ts';
import { metadataSchema } from '../metadata.ts';
import * as overview from '../overview-response.ts';
import { pricesRequestSchema } from '../prices.ts';
import * as prices from '../prices-response.ts';
import { problemSchema } from '../problem.ts';
import { problemDocumentSchema } from '../problem-document.ts';
import { auditedDayResponse } from '../quality-history-response.ts';
import * as quality from '../quality-response.ts';
import { rebuildRequestSchema } from '../rebuild.ts';
import { rebuildResponse } from '../rebuild-response.ts';
import { lookupResponse, lookupSchema } from '../record-lookup.ts';
import * as records from '../records-response.ts';
import { reportRequestSchema } from '../report.ts';
import * as reports from '../report-response.ts';
import * as runs from '../report-run.ts';
import { rangeResponse } from '../response-parts.ts';
import { statisticsResponse, statisticsRow } from '../statistics-response.ts';
import { telemetryAnswerSchema, telemetryRequestSchema } from '../telemetry.ts';
import { consumerResponse, shareResponse, topConsumersResponse } from '../top-consumers-response.ts';
import { rangeTotals, trendPoint, trendSeries, trendSplit, trendsResponse } from '../trends-response.ts';
import { usageRecordSchema } from '../usage-record-schema.ts';
import { createUserSchema, updateUserSchema } from '../users.ts';
import * as users from '../users-response.ts';
import { openApiSchema } from './operations/reference.ts';
import { usageRequest } from './operations/usage.ts';

/** The schemas of requests, by the names that generated clients will use. */
export const REQUEST_SCHEMAS: Readonly<Record<string, z.ZodMiniType>> = {
  UsageRequest: usageRequest,
  UsageRecordInput: usageRecordSchema,
  SingleUsageRecordInput: singleUsageRecordSchema,
  UsageBatchInput: usageBatchSchema,
  AnthropicUsage: anthropicUsageSchema,
  AnthropicMessage: anthropicMessageSchema,
  Metadata: metadataSchema,
  TelemetryRequest: telemetryRequestSchema,
  RecordLookupRequest: lookupSchema,
  AggregationRequest: aggregationRequestSchema,
  RebuildRequest: rebuildRequestSchema,
  PricesRequest: pricesRequestSchema,
  BudgetRequest: budgetRequestSchema,
  CreateAccessKeyRequest: createAccessKeySchema,
  UpdateAccessKeyRequest: updateAccessKeySchema,
  RotateAccessKeyRequest: rotateAccessKeySchema,
  CreateUserRequest: createUserSchema,
  UpdateUserRequest: updateUserSchema,
  ExportRequest: exportRequestSchema,
  ReportRequest: reportRequestSchema,
};

/** The schemas of answers. */
export const RESPONSE_SCHEMAS: Readonly<Record<string, z.ZodMiniType>> = {
  Problem: problemDocumentSchema,
  FieldProblem: problemSchema,
  AcceptedUsage: acceptUsageResponseSchema,
  RecordResult: recordResultSchema,
  TelemetryAnswer: telemetryAnswerSchema,
  Range: rangeResponse,
  Tokens: tokensResponse,
  BilledTokens: billedTokensResponse,
  Cost: costResponse,
  Measures: measuresResponse,
  RangeTotals: rangeTotals,
  Statistics: statisticsResponse,
  StatisticsRow: statisticsRow,
  Trends: trendsResponse,
  TrendPoint: trendPoint,
  TrendSplit: trendSplit,
  TrendSeries: trendSeries,
  TopConsumers: topConsumersResponse,
  Consumer: consumerResponse,
  Share: shareResponse,
  Shares: overview.sharesResponse,
  Overview: overview.overviewResponse,
  Records: records.recordsResponse,
  Record: records.recordResponse,
  RecordCost: records.recordCostResponse,
  PriceLine: records.priceLineResponse,
  RecordLookup: lookupResponse,
  Health: healthResponse,
  Quality: quality.qualityResponse,
  AuditedDay: auditedDayResponse,
  QualityDifference: quality.qualityDifferenceResponse,
  Completeness: quality.completenessResponse,
  Conflicts: conflicts.conflictsResponse,
  Conflict: conflicts.conflictResponse,
  ConflictSide: conflicts.conflictSideResponse,
  Aggregations: aggregations.aggregationsResponse,
  AggregationStart: aggregations.aggregationStartResponse,
  PendingPeriod: aggregations.pendingBucketResponse,
  Rebuild: rebuildResponse,
  Prices: prices.pricesResponse,
  PriceEntry: prices.priceEntry,
  PriceOverride: prices.priceOverride,
  ModelPrices: prices.modelPrices,
  Budgets: budgets.budgetsResponse,
  Budget: budgets.budgetResponse,
  BudgetWithTime: budgets.oneBudgetResponse,
  BudgetAlert: budgets.budgetAlertResponse,
  BudgetWebhook: budgets.budgetWebhookResponse,
  Caller: meResponse,
  AccessKeyList: accessKeys.accessKeyListResponse,
  AccessKey: accessKeys.accessKeyResponse,
  IssuedAccessKey: accessKeys.issuedAccessKeyResponse,
  UserList: users.userListResponse,
  User: users.userResponse,
  UserImport: users.importResponse,
  UserImportResult: users.importResult,
  Audit: audit.auditResponse,
  AuditEntry: audit.auditEntryResponse,
  Exports: exportsOf.exportsResponse,
  Export: exportsOf.exportResponse,
  DeletedExport: exportsOf.deletedExportResponse,
  ExportFile: exportsOf.exportFileResponse,
  ExportTotals: exportsOf.exportTotals,
  Reports: reports.reportsResponse,
  ReportSummary: reports.reportSummary,
  Report: reports.reportResponse,
  ReportSchedule: reports.reportScheduleResponse,
  ReportRuns: runs.reportRunsResponse,
  ReportRun: runs.reportRunResponse,
  ReportRunFile: runs.runFileResponse,
  FailedMessages: failedMessages.failedMessagesResponse,
  FailedMessage: failedMessages.failedMessageResponse,
  Retry: failedMessages.retryResponse,
  OpenApi: openApiSchema,
};
