import { ROUTES, type Route } from '@token-ledger/contract';
import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerFunction } from '../shared/ledger-function.ts';
import { createLogGroup } from '../shared/log-group.ts';
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
  /** Where it is called: at the company's own name, if it has one. */
  readonly url: string;
  /** What the DNS record of that name has to point to. */
  readonly domainTarget: string | undefined;
  /** A line for each request. */
  readonly accessLogs: LogGroup;

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
      // One address: what is known at the own name must not be reached around it.
      ...(configuration.domainName !== undefined && { disableExecuteApiEndpoint: true }),
      defaultAuthorizer: new HttpLambdaAuthorizer('Authorizer', authorizeRequest.function, {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        // A key comes in one of two headers. Naming both as sources would require both, and only decisions for named
        // sources can be cached.
        identitySource: [],
        resultsCacheTtl: Duration.seconds(0),
      }),
    });
    const domain = this.createDomain(configuration);
    this.domainTarget = domain?.regionalDomainName;
    this.url = domain ? `https://${domain.name}` : this.api.apiEndpoint;
    // API Gateway adds each group with another name to a policy of the account, which has room for a few dozen.
    const logGroupName = `/aws/vendedlogs/token-ledger-${configuration.stage}/api`;
    this.accessLogs = createLogGroup(this, 'AccessLogs', configuration, logGroupName);
    this.addStage(configuration, domain);

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

  private createDomain({ domainName, certificateArn }: Configuration): DomainName | undefined {
    if (domainName === undefined || certificateArn === undefined) return undefined;
    return new DomainName(this, 'Domain', {
      domainName,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
  }

  private addStage(configuration: Configuration, domainName: DomainName | undefined): void {
    const { rateLimit, burstLimit } = configuration.throttling;
    this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      ...(domainName && { domainMapping: { domainName } }),
      throttle: { rateLimit, burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }
}

function integrationOf({ node, function: fn }: LedgerFunction): HttpLambdaIntegration {
  return new HttpLambdaIntegration(node.id, fn, {
    // One permission for the API instead of one for each route: a function's policy has room for 20 KB.
    scopePermissionToRoute: false,
  });
}

function acknowledgeOpenRoute(route: HttpRoute): void {
  Validations.of(route).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason: 'It serves what is public, as is the source of this product.',
  });
}

/**
 * No headers, query strings or addresses: nothing that identifies a person or is a secret. Short, because each request pays for
 * its line; the line has its time already.
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
};
