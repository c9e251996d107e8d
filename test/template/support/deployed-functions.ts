import { resource, synthesize } from './synthesize.ts';

export const template = synthesize();
export const table = (name: string) =>
  resource(template, 'AWS::DynamoDB::GlobalTable', `Data${name}`).logicalId;
export const AUDIT = resource(template, 'AWS::DynamoDB::GlobalTable', 'AccessAudit').logicalId;
export const queue = (name: string) => resource(template, 'AWS::SQS::Queue', `Intake${name}`).logicalId;

/** The logical ids of all functions, up to the part that CDK adds. */
export const FUNCTIONS = [
  'ApiAuthorizeRequest',
  'IntakeAcceptUsage',
  'IntakeRecordUsage',
  'RollupRollUpUsage',
  'ApiQueryUsage',
  'ApiQueryRecords',
  'ApiRebuildUsage',
  'ApiManagePrices',
  'ApiDescribeApi',
  'BudgetsEvaluateBudgets',
  'DeliveryDeliverNotifications',
  'BudgetsManageBudgets',
  'AccessManageAccess',
  'ExportsManageExports',
  'ExportsWriteExport',
  'ReportsManageReports',
  'ReportsRunReport',
  'FailuresManageFailures',
  'QualityCheckQuality',
  'HealthCheckHealth',
  'ConsoleServeConsole',
];
