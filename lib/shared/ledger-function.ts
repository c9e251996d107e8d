import { Duration, Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CHANNEL_OF } from '../../functions/shared/log-channels.ts';
import { METRIC_NAMESPACE, type ServiceName } from '../../functions/shared/metrics.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { functionBundle } from './function-bundles.ts';
import { checkEnvironment, type FunctionEnvironment } from './function-environment.ts';
import { createLogGroup } from './log-group.ts';

export interface LedgerFunctionProps<N extends ServiceName> {
  readonly configuration: Configuration;
  /** The folder below `functions/` whose `main.ts` exports `handler`. */
  readonly service: N;
  readonly description: string;
  /** Processing power grows with memory; 1769 MiB is one whole virtual CPU. */
  readonly memoryMib: 256 | 512 | 1024 | 1769;
  /** At most 900. */
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: number | undefined;
  readonly environment: FunctionEnvironment<N>;
  /** Adds files to the folder of the code. */
  readonly addFiles?: (directory: string) => void;
}

/**
 * Every Lambda function of the product: one small ES module with its dependencies, a role that only allows logs, and
 * traces if they are on, until more is granted, and an environment that matches the function's contract.
 */
export class LedgerFunction<N extends ServiceName = ServiceName> extends Construct {
  readonly service: N;
  readonly function: Function;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: LedgerFunctionProps<N>) {
    super(scope, id);
    const { configuration, service, environment, timeoutSeconds, memoryMib, ...rest } = props;
    const { addFiles, ...options } = rest;
    checkEnvironment(service, environment);
    this.service = service;

    const logGroup = createLogGroup(this, 'Logs', configuration);
    // Not the default role, whose managed policy allows writing to every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    if (configuration.customerManagedKey) this.acknowledgeKey();
    if (configuration.tracing)
      this.acknowledgeWildcard('*', 'The actions of X-Ray that send traces have no resource to name.');

    this.function = new Function(this, 'Function', {
      ...options,
      code: this.bundle(addFiles),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMib,
      timeout: Duration.seconds(timeoutSeconds),
      ...(options.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: options.reservedConcurrency,
      }),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Leaves out the START, END and REPORT lines of the platform, which would be most of the log.
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: applicationLogLevel(configuration, service),
      tracing: configuration.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: {
        ...environment,
        STAGE: configuration.stage,
        POWERTOOLS_SERVICE_NAME: service,
        POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
      },
    });
  }

  /** Adds a statement to the function's role. */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions: Record<string, unknown> = {},
  ): void {
    this.function.addToRolePolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
    );
  }

  allowSending(...queues: readonly Queue[]): void {
    this.allow(
      ['sqs:SendMessage'],
      queues.map(({ queueArn }) => queueArn),
    );
  }

  /**
   * Gives the reason why the role allows something on every resource that a pattern matches; cdk-nag asks for one, in its spelling.
   * The account and region of a pinned stage are known.
   */
  acknowledgeWildcard(resource: string, reason: string): void {
    const { account, region } = Stack.of(this);
    const spelled = resource
      .replace('<AWS::AccountId>', Token.isUnresolved(account) ? '<AWS::AccountId>' : account)
      .replace('<AWS::Region>', Token.isUnresolved(region) ? '<AWS::Region>' : region);
    Validations.of(this.role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${spelled}]`, reason });
  }

  /** The CDK lets a function use the key of the queues that it sends to or reads. */
  private acknowledgeKey(): void {
    for (const action of ['GenerateDataKey', 'ReEncrypt'])
      Validations.of(this.role).acknowledge({
        id: `AwsSolutions-IAM5[Action::kms:${action}*]`,
        reason: 'These are two actions each, and the resource is one key.',
      });
  }

  private bundle(addFiles: LedgerFunctionProps<N>['addFiles']): Code {
    // Commands such as `cdk list` do not deploy the stack they create.
    if (!Stack.of(this).bundlingRequired) return Code.fromInline('// Not bundled.');
    const folder = functionBundle(this.service);
    addFiles?.(folder);
    return Code.fromAsset(folder);
  }
}

/** Lambda drops lines below it, and Powertools does not write them. */
function applicationLogLevel(
  { debug, logLevel, logLevels }: Configuration,
  service: ServiceName,
): ApplicationLogLevel {
  const level = (debug ? 'debug' : (logLevels[CHANNEL_OF[service]] ?? logLevel)).toUpperCase();
  return ApplicationLogLevel[level as keyof typeof ApplicationLogLevel];
}

/** All functions that the stack has so far. */
export function ledgerFunctions(scope: Construct): readonly LedgerFunction[] {
  return Stack.of(scope)
    .node.findAll()
    .filter((construct) => construct instanceof LedgerFunction);
}
