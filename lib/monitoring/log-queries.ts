import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { LOG_MESSAGES } from '../../functions/shared/log-messages.ts';
import { SERVICES } from '../../functions/shared/metrics.ts';

/*
 * The questions that operators ask the logs, saved for CloudWatch Logs Insights. Saving them costs nothing; a run costs what it
 * reads.
 */

/** As a filter of CloudWatch Logs: errors of functions, those that Lambda reports, and runs that it ended. */
export const ERROR_PATTERN =
  '{ ($.level = "ERROR") || ($.level = "FATAL") || ($.record.status = "error") || ($.record.status = "timeout") || ($.record.status = "failure") }';

/** The same in a query. */
const IS_ERROR = 'level in ["ERROR", "FATAL"] or record.status in ["error", "timeout", "failure"]';

interface LogQuery {
  readonly name: string;
  /** Of the functions, or of the API, whose lines have other fields. */
  readonly of: 'functions' | 'api';
  readonly query: readonly string[];
}

export const LOG_QUERIES: Readonly<Record<string, LogQuery>> = {
  Record: {
    name: 'What happened to a record',
    of: 'functions',
    query: [
      '# Replace REQUEST_ID by either id of the call, and HOUR by its hour, such as 2026112112, which the lines of record-usage name.',
      '# What went well is logged with the setting debug only.',
      'fields @timestamp, channel, service, level, message, @message',
      `| filter @message like "REQUEST_ID" or (service = "${SERVICES.rollUpUsage}" and @message like "HOUR")`,
      '| sort @timestamp asc',
      '| limit 1000',
    ],
  },
  ErrorsByChannel: {
    name: 'Errors by channel',
    of: 'functions',
    query: [
      'fields coalesce(channel, "lambda") as about, coalesce(message, errorMessage, record.status) as what',
      `| filter ${IS_ERROR}`,
      '| stats count(*) as errors, max(@timestamp) as last by about, @log, what',
      '| sort errors desc',
    ],
  },
  Errors: {
    name: 'Latest errors',
    of: 'functions',
    query: [
      'fields @timestamp, channel, service, message, error.name, error.message, correlationId, @message',
      `| filter ${IS_ERROR}`,
      '| sort @timestamp desc',
      '| limit 200',
    ],
  },
  SlowRequests: {
    name: 'Slow requests',
    of: 'api',
    query: [
      'filter ms >= 1000',
      '| stats count(*) as requests, pct(ms, 95) as p95, max(ms) as slowest by route, status',
      '| sort requests desc',
    ],
  },
  Denials: {
    name: 'Who was denied',
    of: 'functions',
    query: [
      `filter message = "${LOG_MESSAGES.requestsRefused}"`,
      '| stats sum(requests) as refused, max(@timestamp) as last by caller, reason, route',
      '| sort refused desc',
    ],
  },
  RefusedRecords: {
    name: 'Refused records by access key and reason',
    of: 'functions',
    query: [
      `filter message in [${Object.values(LOG_MESSAGES.recordsRefused)
        .map((message) => JSON.stringify(message))
        .join(', ')}]`,
      '| stats sum(records) as refused, max(@timestamp) as last by accessKeyId, reason, message',
      '| sort refused desc',
    ],
  },
  FailedDeliveries: {
    name: 'Deliveries that failed',
    of: 'functions',
    query: [
      'fields @timestamp, service, level, message, receiver, error.name, error.message, @message',
      '| filter channel = "delivery" and level in ["WARN", "ERROR"]',
      '| sort @timestamp desc',
      '| limit 200',
    ],
  },
};

export function addLogQueries(
  scope: Construct,
  stage: string,
  logGroups: Readonly<Record<LogQuery['of'], readonly ILogGroup[]>>,
): void {
  for (const [id, { name, of, query }] of Object.entries(LOG_QUERIES)) {
    new CfnQueryDefinition(scope, `${id}Query`, {
      name: `token-ledger-${stage}/${name}`,
      queryString: query.join('\n'),
      logGroupNames: logGroups[of].map(({ logGroupName }) => logGroupName),
    });
  }
}
