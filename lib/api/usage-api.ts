import { ROUTES, type Route } from '@token-ledger/contract';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { UsageAccess } from '../access/usage-access.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import { ApiFunction } from '../shared/api-function.ts';
import { auditSettings, ledgerSettings, shownIdSettings } from '../shared/function-environment.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';

export interface UsageApiProps {
  readonly configuration: Configuration;
  readonly data: LedgerData;
  readonly acceptUsage: LedgerFunction<'accept-usage'>;
  readonly manageBudgets: LedgerFunction<'manage-budgets'>;
  readonly access: UsageAccess;
  readonly manageExports: LedgerFunction<'manage-exports'>;
  readonly manageReports: LedgerFunction<'manage-reports'>;
  readonly manageFailures: LedgerFunction<'manage-failures'>;
  readonly checkQuality: LedgerFunction<'check-quality'>;
}

/** A route of the contract, or of the console beside it. */
type ServedRoute = Pick<Route, 'method' | 'open'> & { readonly path: string };

/** The HTTP API: every route of the contract, all but the open ones behind one authorizer. */
export class UsageApi extends Construct {
  readonly api: HttpApi;
  readonly authorizeRequest: LedgerFunction<'authorize-request'>;
  readonly queryUsage: LedgerFunction<'query-usage'>;
  readonly queryRecords: LedgerFunction<'query-records'>;
  readonly rebuildUsage: LedgerFunction<'rebuild-usage'>;
  readonly managePrices: LedgerFunction<'manage-prices'>;
  readonly describeApi: LedgerFunction<'describe-api'>;

  constructor(scope: Construct, id: string, props: UsageApiProps) {
    super(scope, id);
    const { configuration, data, access, acceptUsage, manageBudgets, manageExports } = props;
    const { manageFailures, manageReports, checkQuality } = props;
    const { cache } = configuration;

    this.authorizeRequest = new LedgerFunction(this, 'AuthorizeRequest', {
      configuration,
      service: 'authorize-request',
      description: 'Decides by access key or sign-in whether a request may pass',
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
    data.allowAuthenticating(this.authorizeRequest);
    access.allowAuditing(this.authorizeRequest);

    this.queryUsage = new ApiFunction(this, 'QueryUsage', {
      configuration,
      service: 'query-usage',
      description: 'Answers questions about usage',
      memoryMib: 1769,
      environment: {
        ...ledgerSettings(data.ledger, configuration),
        ...shownIdSettings(configuration),
        CACHE_TTL_SECONDS: String(cache.enabled ? cache.ttlSeconds : 0),
      },
    });
    data.allowReading(this.queryUsage);
    data.allowNames(this.queryUsage);
    data.allowRebuildStatus(this.queryUsage);

    this.queryRecords = new ApiFunction(this, 'QueryRecords', {
      configuration,
      service: 'query-records',
      description: 'Tells single records',
      memoryMib: 1769,
      environment: {
        ...ledgerSettings(data.ledger, configuration),
        RECORDS_TABLE: data.records.tableName,
        ...shownIdSettings(configuration),
      },
    });
    data.allowReading(this.queryRecords);
    data.allowReadingRecords(this.queryRecords);
    data.allowNames(this.queryRecords);

    this.rebuildUsage = new ApiFunction(this, 'RebuildUsage', {
      configuration,
      service: 'rebuild-usage',
      description: 'Has statistics recomputed, and tells how far that is',
      // It mostly waits, for up to ten thousand marks.
      memoryMib: 512,
      environment: {
        ...ledgerSettings(data.ledger, configuration),
        ...auditSettings(access.audit, configuration),
      },
    });
    access.allowAuditing(this.rebuildUsage);
    data.allowRebuilding(this.rebuildUsage);

    this.managePrices = new ApiFunction(this, 'ManagePrices', {
      configuration,
      service: 'manage-prices',
      description: 'Tells and changes the prices that usage is priced by',
      memoryMib: 512,
      environment: {
        LEDGER_TABLE: data.ledger.tableName,
        ...auditSettings(access.audit, configuration),
      },
    });
    access.allowAuditing(this.managePrices);
    data.allowManagingPrices(this.managePrices);

    this.describeApi = new LedgerFunction(this, 'DescribeApi', {
      configuration,
      service: 'describe-api',
      description: 'Tells the OpenAPI document',
      memoryMib: 256,
      timeoutSeconds: 10,
      environment: {},
    });

    this.api = new HttpApi(this, 'Api', {
      apiName: `token-ledger-${configuration.stage}`,
      createDefaultStage: false,
      defaultAuthorizer: new HttpLambdaAuthorizer('Authorizer', this.authorizeRequest.function, {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        // A key comes in either of two headers. Naming both as sources would demand both, and only answers for named
        // sources may be cached.
        identitySource: [],
        resultsCacheTtl: Duration.seconds(0),
      }),
    });
    this.addStage(configuration);

    const integrations = {
      'accept-usage': new HttpLambdaIntegration('AcceptUsage', acceptUsage.function),
      'manage-budgets': new HttpLambdaIntegration('ManageBudgets', manageBudgets.function),
      'check-quality': new HttpLambdaIntegration('CheckQuality', checkQuality.function),
      'manage-failures': new HttpLambdaIntegration('ManageFailures', manageFailures.function),
      'query-usage': new HttpLambdaIntegration('QueryUsage', this.queryUsage.function),
      'query-records': new HttpLambdaIntegration('QueryRecords', this.queryRecords.function),
      'rebuild-usage': new HttpLambdaIntegration('RebuildUsage', this.rebuildUsage.function),
      'manage-prices': new HttpLambdaIntegration('ManagePrices', this.managePrices.function),
      'describe-api': new HttpLambdaIntegration('DescribeApi', this.describeApi.function),
      'manage-access': new HttpLambdaIntegration('ManageAccess', access.manageAccess.function),
      'manage-exports': new HttpLambdaIntegration('ManageExports', manageExports.function),
      'manage-reports': new HttpLambdaIntegration('ManageReports', manageReports.function),
    } satisfies Record<Exclude<Route['service'], 'check-health'>, HttpLambdaIntegration>;
    for (const route of Object.values<Route>(ROUTES)) {
      // What watches the API is added once there is one to watch.
      if (route.service === 'check-health') continue;
      this.addRoute(route, integrations[route.service]);
    }
  }

  /** Adds a route that is served by a function made after the API. */
  serve(route: ServedRoute, { node, function: fn }: LedgerFunction): void {
    this.addRoute(route, new HttpLambdaIntegration(node.id, fn));
  }

  private addRoute({ path, method, open }: ServedRoute, integration: HttpLambdaIntegration): void {
    const routes = this.api.addRoutes({
      path,
      methods: [HttpMethod[method]],
      integration,
      ...(open && { authorizer: new HttpNoneAuthorizer() }),
    });
    if (open) routes.forEach(acknowledgeOpenRoute);
  }

  private addStage(configuration: Configuration): void {
    const { rateLimit, burstLimit } = configuration.throttling;
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: configuration.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit, burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }
}

function acknowledgeOpenRoute(route: HttpRoute): void {
  Validations.of(route).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason: 'What it answers is public, as is the source of this product.',
  });
}

/** Neither headers nor query strings nor addresses: nothing that identifies a person or opens a door. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  responseLatencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  requestBytes: '$context.requestLength',
  responseBytes: '$context.responseLength',
  error: '$context.error.responseType',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
};
