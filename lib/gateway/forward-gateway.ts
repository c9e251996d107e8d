import { Stack } from 'aws-cdk-lib';
import { FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { LedgerData } from '../data/ledger-data.ts';
import type { UsageIntake } from '../intake/usage-intake.ts';
import { LedgerFunction } from '../shared/ledger-function.ts';

type GatewaySettings = NonNullable<Configuration['gateway']>;

export interface ForwardGatewayProps {
  readonly configuration: Configuration;
  readonly settings: GatewaySettings;
  readonly data: LedgerData;
  readonly intake: UsageIntake;
}

/** The most that Lambda allows. Calls without streaming can take ten minutes, streams longer. */
const TIMEOUT_SECONDS = 900;

/** An address that callers set as ANTHROPIC_BASE_URL: it forwards their calls to Anthropic and records what they use. */
export class ForwardGateway extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { configuration, settings, data, intake }: ForwardGatewayProps) {
    super(scope, id);
    const { mode, anthropicKeySecret, reservedConcurrency, enforceBudgets, upstream } = settings;
    const forwardCalls = new LedgerFunction(this, 'ForwardCalls', {
      configuration,
      service: 'forward-calls',
      description: 'Forwards calls to Anthropic and records what they use',
      // It waits for Anthropic nearly all of its time, and the time is paid by memory.
      memoryMib: 256,
      timeoutSeconds: TIMEOUT_SECONDS,
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      environment: {
        LEDGER_TABLE: data.ledger.tableName,
        LIVE_QUEUE_URL: intake.queues.live.queue.queueUrl,
        GATEWAY_MODE: mode,
        UPSTREAM_URL: upstream,
        ANTHROPIC_KEY_SECRET: anthropicKeySecret ?? '',
        ENFORCE_BUDGETS: String(enforceBudgets),
      },
    });
    data.allowForwarding(forwardCalls);
    if (enforceBudgets) data.allowSpentBudgets(forwardCalls);
    forwardCalls.allowSending(intake.queues.live.queue);
    if (anthropicKeySecret !== undefined) this.allowReadingSecret(forwardCalls, anthropicKeySecret);

    const { url } = forwardCalls.function.addFunctionUrl({
      // A client of ANTHROPIC_BASE_URL cannot sign for IAM. The function forwards nothing without an access key.
      authType: FunctionUrlAuthType.NONE,
      invokeMode: InvokeMode.RESPONSE_STREAM,
    });
    this.url = url;
  }

  private allowReadingSecret(grantee: LedgerFunction, secret: string): void {
    const isArn = secret.startsWith('arn:');
    // Secrets Manager adds six random characters to a name to make the ARN; a complete ARN has them already.
    const pattern = isArn ? secret : secretArn(Stack.of(this), `${secret}-??????`);
    grantee.allow(['secretsmanager:GetSecretValue'], [pattern]);
  }
}

function secretArn(stack: Stack, resourceName: string): string {
  return stack.formatArn({ service: 'secretsmanager', resource: `secret:${resourceName}` });
}
