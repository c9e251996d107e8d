import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { CLIENT_SETTINGS } from '../clients.ts';

export interface TopicMessage {
  /** The subject of an e-mail: less than 100 printable ASCII characters, no line break. */
  readonly subject: string;
  readonly text: string;
  /** Subscriptions can filter by these. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. */
export function createSnsClient(): SNSClient {
  return new SNSClient(CLIENT_SETTINGS);
}

/** Publishes a message for people to a topic. */
export function createNotificationTopic(client: SNSClient, topicArn: string) {
  return async ({ subject, text, attributes }: TopicMessage): Promise<void> => {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    );
    await client.send(
      new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text, MessageAttributes }),
    );
  };
}
