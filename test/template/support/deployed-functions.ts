import type { Template } from 'aws-cdk-lib/assertions';
import type { ServiceName } from '../../../functions/shared/metrics.ts';
import { type Resource, resource, synthesize } from './synthesize.ts';

/** Features that are off by default are on, so that every function is deployed. */
export const EVERYTHING = {
  gateway: { mode: 'vault', anthropicKeySecret: 'anthropic/api-key', enforceBudgets: true },
} as const;

export const template = synthesize(EVERYTHING);

/** The path of each function below the stack. */
export const FUNCTIONS = {
  'accept-telemetry': 'Telemetry/AcceptTelemetry',
  'accept-usage': 'Intake/AcceptUsage',
  'audit-ledger': 'Quality/AuditLedger',
  'authorize-request': 'Api/AuthorizeRequest',
  'check-health': 'Health/CheckHealth',
  'check-quality': 'Quality/CheckQuality',
  'deliver-notifications': 'Delivery/DeliverNotifications',
  'describe-api': 'Api/DescribeApi',
  'evaluate-budgets': 'Budgets/EvaluateBudgets',
  'forward-calls': 'Gateway/ForwardCalls',
  'manage-access': 'Access/ManageAccess',
  'manage-budgets': 'Budgets/ManageBudgets',
  'manage-exports': 'Exports/ManageExports',
  'manage-failures': 'Failures/ManageFailures',
  'manage-prices': 'Api/ManagePrices',
  'manage-reports': 'Reports/ManageReports',
  'query-records': 'Api/QueryRecords',
  'query-usage': 'Api/QueryUsage',
  'rebuild-usage': 'Api/RebuildUsage',
  'record-usage': 'Intake/RecordUsage',
  'roll-up-usage': 'Rollup/RollUpUsage',
  'run-report': 'Reports/RunReport',
  'serve-console': 'Console/ServeConsole',
  'write-export': 'Exports/WriteExport',
} as const satisfies Record<ServiceName, string>;

export const SERVICE_NAMES = Object.keys(FUNCTIONS) as ServiceName[];

/** Its logical id, up to the part that CDK adds. */
export const idPrefixOf = (service: ServiceName) => FUNCTIONS[service].replace('/', '');

export const functionOf = (service: ServiceName, from: Template = template): Resource =>
  resource(from, 'AWS::Lambda::Function', idPrefixOf(service));

/** The resources that permissions are about, by what tests call them. */
export const RESOURCES = {
  records: idOf('AWS::DynamoDB::GlobalTable', 'DataRecords'),
  ledger: idOf('AWS::DynamoDB::GlobalTable', 'DataLedger'),
  audit: idOf('AWS::DynamoDB::GlobalTable', 'AccessAudit'),
  'live queue': idOf('AWS::SQS::Queue', 'IntakeLiveQueue'),
  'live dead letters': idOf('AWS::SQS::Queue', 'IntakeLiveDeadLetters'),
  'bulk queue': idOf('AWS::SQS::Queue', 'IntakeBulkQueue'),
  'bulk dead letters': idOf('AWS::SQS::Queue', 'IntakeBulkDeadLetters'),
  'notification queue': idOf('AWS::SQS::Queue', 'NotificationsQueue'),
  'notification dead letters': idOf('AWS::SQS::Queue', 'NotificationsDeadLetters'),
  'export queue': idOf('AWS::SQS::Queue', 'ExportsQueue'),
  'export dead letters': idOf('AWS::SQS::Queue', 'ExportsDeadLetters'),
  'report dead letters': idOf('AWS::SQS::Queue', 'ReportsDeadLetters'),
  files: idOf('AWS::S3::Bucket', 'ExportsBucket'),
  bus: idOf('AWS::Events::EventBus', 'BudgetsBus'),
  'budget topic': idOf('AWS::SNS::Topic', 'BudgetsTopic'),
  'report topic': idOf('AWS::SNS::Topic', 'ReportsTopic'),
  'report schedules': 'schedule/token-ledger-dev-reports/*',
  'report schedule role': idOf('AWS::IAM::Role', 'ReportsScheduleRole'),
} as const;
export type ResourceName = keyof typeof RESOURCES;

function idOf(type: string, prefix: string): string {
  return resource(template, type, prefix).logicalId;
}
