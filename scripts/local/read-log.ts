import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { functionOf } from './roll-up.ts';

export interface LogOptions {
  /** In the syntax of CloudWatch Logs. */
  readonly filterPattern?: string;
  /** Where there can be several deployments. */
  readonly stackName?: string;
}

/** The lines that a service has logged since an instant, of the deployment that the environment leads to. */
export async function readLog(
  service: string,
  sinceMs: number,
  { filterPattern, stackName }: LogOptions = {},
): Promise<readonly string[]> {
  const [logs, lambda] = [new CloudWatchLogsClient({}), new LambdaClient({})];
  try {
    const FunctionName = await functionOf(lambda, service, stackName);
    const { LoggingConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const logGroupName = LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
    const lines: string[] = [];
    for await (const { events = [] } of paginateFilterLogEvents(
      { client: logs },
      { logGroupName, startTime: sinceMs, ...(filterPattern !== undefined && { filterPattern }) },
    ))
      lines.push(...events.map(({ message = '' }) => message));
    return lines;
  } finally {
    logs.destroy();
    lambda.destroy();
  }
}
