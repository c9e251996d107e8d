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
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerFunction } from '../shared/ledger-function.ts';
import { type ApiFunctionsProps, createApiFunctions, createAuthorizer } from './api-functions.ts';

export interface UsageApiProps extends ApiFunctionsProps {
  readonly acceptUsage: LedgerFunction<'accept-usage'>;
  readonly acceptTelemetry: LedgerFunction<'accept-telemetry'>;
  readonly manageBudgets: LedgerFunction<'manage-budgets'>;
  readonly manageExports: LedgerFunction<'manage-exports'>;
  readonly manageReports: LedgerFunction<'manage-reports'>;
  readonly manageFailures: LedgerFunction<'manage-failures'>;
  readonly checkQuality: LedgerFunction<'check-quality'>;
}

/** Every service of a route but one: see `serve`. */
type ServiceBehindApi = Exclude<Route['service'], 'check-health'>;

/** A route of the contract, or of the console beside it. */
type ServedRoute = Pick<Route, 'method' | 'open'> & { readonly path: string };

/** The HTTP API: every route of the contract, all but the open ones behind one authorizer. */
export class UsageApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: UsageApiProps) {
    super(scope, id);
    const { configuration, access, acceptUsage, manageBudgets, manageExports, manageReports } = props;
    const authorizeRequest = createAuthorizer(this, props);
    const functions = {
      'accept-usage': acceptUsage,
      'accept-telemetry': props.acceptTelemetry,
      'manage-budgets': manageBudgets,
      'check-quality': props.checkQuality,
      'manage-failures': props.manageFailures,
      'manage-access': access.manageAccess,
      'manage-exports': manageExports,
      'manage-reports': manageReports,
      ...createApiFunctions(this, props),
    } satisfies Record<ServiceBehindApi, LedgerFunction>;

    this.api = new HttpApi(this, 'Api', {
      apiName: `token-ledger-${configuration.stage}`,
      createDefaultStage: false,
      defaultAuthorizer: new HttpLambdaAuthorizer('Authorizer', authorizeRequest.function, {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        // A key comes in one of two headers. Naming both as sources would require both, and only decisions for named
        // sources can be cached.
        identitySource: [],
        resultsCacheTtl: Duration.seconds(0),
      }),
    });
    this.addStage(configuration);

    const integrations = new Map(
      Object.entries(functions).map(([service, fn]) => [service, integrationOf(fn)] as const),
    );
    for (const route of Object.values<Route>(ROUTES)) {
      const integration = integrations.get(route.service);
      // The health check watches the API, so it is made, and served, after it.
      if (integration) this.addRoute(route, integration);
    }
  }

  /** Adds a route to a function that is made after the API. */
  serve(route: ServedRoute, fn: LedgerFunction): void {
    this.addRoute(route, integrationOf(fn));
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

function integrationOf({ node, function: fn }: LedgerFunction): HttpLambdaIntegration {
  return new HttpLambdaIntegration(node.id, fn);
}

function acknowledgeOpenRoute(route: HttpRoute): void {
  Validations.of(route).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason: 'It serves what is public, as is the source of this product.',
  });
}

/** No headers, query strings or addresses: nothing that identifies a person or is a secret. */
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
