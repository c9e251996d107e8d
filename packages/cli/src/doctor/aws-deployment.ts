import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import {
  GetAccountSettingsCommand,
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DoctorAws } from './doctor-aws.ts';

/** A deployment as AWS shows it. Endpoint, region and credentials come from the environment. */
export function awsDeployment(stackName: string, outputs: DoctorAws['outputs']): DoctorAws {
  const lambda = new LambdaClient();
  /** The resources of a type in the stack. */
  async function idsOf(type: string): Promise<readonly string[]> {
    const pages = paginateListStackResources(
      { client: new CloudFormationClient() },
      { StackName: stackName },
    );
    const ids: string[] = [];
    for await (const { StackResourceSummaries = [] } of pages)
      for (const { ResourceType, PhysicalResourceId } of StackResourceSummaries)
        if (ResourceType === type && PhysicalResourceId !== undefined) ids.push(PhysicalResourceId);
    return ids;
  }

  return {
    outputs,
    async schedules() {
      const scheduler = new SchedulerClient();
      const names = await idsOf('AWS::Scheduler::Schedule');
      return Promise.all(
        names.map(async (id) => {
          // A schedule outside of the default group has its group in front.
          const [name = id, group] = id.split('/').toReversed();
          const { State } = await scheduler.send(
            new GetScheduleCommand({ Name: name, ...(group && { GroupName: group }) }),
          );
          return { name, enabled: State !== 'DISABLED' };
        }),
      );
    },
    async consumers() {
      const ids = await idsOf('AWS::Lambda::EventSourceMapping');
      return Promise.all(
        ids.map(async (id) => {
          const mapping = await lambda.send(new GetEventSourceMappingCommand({ UUID: id }));
          const functionName = mapping.FunctionArn?.split(':').at(-1) ?? id;
          return { id, functionName, enabled: !mapping.State?.startsWith('Disabl') };
        }),
      );
    },
    async functions() {
      const names = await idsOf('AWS::Lambda::Function');
      return Promise.all(
        names.map(async (name) => {
          const limit = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name }));
          return { name, reservedConcurrency: limit.ReservedConcurrentExecutions };
        }),
      );
    },
    async subscriptions(topicArn) {
      const found = [];
      for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
        { client: new SNSClient() },
        { TopicArn: topicArn },
      ))
        for (const { Endpoint = '', SubscriptionArn = '' } of Subscriptions)
          found.push({ endpoint: Endpoint, confirmed: SubscriptionArn.startsWith('arn:') });
      return found;
    },
    async concurrentExecutions() {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
      return AccountLimit?.ConcurrentExecutions ?? 0;
    },
    async environmentOf(service) {
      for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
        const found = Functions.find(
          ({ FunctionName = '', Environment }) =>
            FunctionName.startsWith(stackName) &&
            Environment?.Variables?.['POWERTOOLS_SERVICE_NAME'] === service,
        );
        if (found) return found.Environment?.Variables ?? {};
      }
      return {};
    },
    async sendMessage(QueueUrl, MessageBody) {
      await new SQSClient().send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
  };
}
