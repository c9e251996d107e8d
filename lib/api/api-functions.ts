import type { Construct } from 'constructs';
import type { UsageAccess } from '../access/usage-access.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import { ApiFunction } from '../shared/api-function.ts';
import {
  auditSettings,
  ledgerSettings,
  priceBookSettings,
  shownIdSettings,
} from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';

export interface ApiFunctionsProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly access: UsageAccess;
  readonly rollUpUsage: LedgerFunction<'roll-up-usage'>;
}

/** The function that the API asks before every route but the open ones. */
export function createAuthorizer(
  scope: Construct,
  { configuration, data, access }: ApiFunctionsProps,
): LedgerFunction {
  const authorizeRequest = new LedgerFunction(scope, 'AuthorizeRequest', {
    configuration,
    service: 'authorize-request',
    description: 'Decides by access key or sign-in whether a request is allowed',
    memoryMib: 256,
    // An HTTP API waits at most 10 seconds for an authorizer.
    timeoutSeconds: 10,
    environment: {
      LEDGER_TABLE: data.ledger.tableName,
      ...auditSettings(access.audit, configuration),
      ...access.signIn.environment,
      CALLER_RATE_LIMIT: String(configuration.throttling.callerRateLimit),
      CALLER_BURST_LIMIT: String(configuration.throttling.callerBurstLimit),
    },
  });
  data.allowAuthenticating(authorizeRequest);
  access.allowAuditing(authorizeRequest);
  return authorizeRequest;
}

/** The functions that no other feature brings along. */
export function createApiFunctions(
  scope: Construct,
  { configuration, data, access, rollUpUsage }: ApiFunctionsProps,
) {
  const { cache } = configuration;
  const queryUsage = new ApiFunction(scope, 'QueryUsage', {
    configuration,
    service: 'query-usage',
    description: 'Answers queries of statistics',
    memoryMib: 1769,
    environment: {
      ...ledgerSettings(data.ledger, configuration),
      ...shownIdSettings(configuration),
      CACHE_TTL_SECONDS: String(cache.enabled ? cache.ttlSeconds : 0),
    },
  });
  data.allowReading(queryUsage);
  data.allowNames(queryUsage);
  data.allowRebuildStatus(queryUsage);

  const queryRecords = new ApiFunction(scope, 'QueryRecords', {
    configuration,
    service: 'query-records',
    description: 'Answers queries of single records',
    memoryMib: 1769,
    environment: {
      ...ledgerSettings(data.ledger, configuration),
      RECORDS_TABLE: data.records.tableName,
      ...shownIdSettings(configuration),
      LATE_LIMIT_DAYS: String(configuration.lateLimitDays),
    },
  });
  data.allowReading(queryRecords);
  data.allowFindingRecords(queryRecords);
  data.allowNames(queryRecords);

  const rebuildUsage = new ApiFunction(scope, 'RebuildUsage', {
    configuration,
    service: 'rebuild-usage',
    description: 'Starts aggregations and rebuilds of statistics, and shows how far they are',
    // It mostly waits, for up to ten thousand marks and for the roll-up.
    memoryMib: 512,
    environment: {
      ...ledgerSettings(data.ledger, configuration),
      ...auditSettings(access.audit, configuration),
      ROLL_UP_FUNCTION: rollUpUsage.function.functionName,
    },
  });
  access.allowAuditing(rebuildUsage);
  data.allowRebuilding(rebuildUsage);
  rebuildUsage.allow(['lambda:InvokeFunction'], [rollUpUsage.function.functionArn]);

  const managePrices = new ApiFunction(scope, 'ManagePrices', {
    configuration,
    service: 'manage-prices',
    description: 'Shows and changes the prices of usage',
    memoryMib: 512,
    environment: {
      LEDGER_TABLE: data.ledger.tableName,
      ...auditSettings(access.audit, configuration),
      ...priceBookSettings(configuration),
    },
  });
  access.allowAuditing(managePrices);
  data.allowManagingPrices(managePrices);

  const describeApi = new LedgerFunction(scope, 'DescribeApi', {
    configuration,
    service: 'describe-api',
    description: 'Serves the OpenAPI document',
    memoryMib: 256,
    timeoutSeconds: 10,
    environment: {},
  });

  return {
    'query-usage': queryUsage,
    'query-records': queryRecords,
    'rebuild-usage': rebuildUsage,
    'manage-prices': managePrices,
    'describe-api': describeApi,
  };
}
