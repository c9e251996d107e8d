import { Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { encryptionKeyOf } from './encryption-key.ts';

/** A topic that people subscribe to. The address receives its messages once the subscription is confirmed. */
export function createEmailTopic(scope: Construct, email: string | undefined): Topic {
  const masterKey = encryptionKeyOf(Stack.of(scope));
  const topic = new Topic(scope, 'Topic', { enforceSSL: true, ...(masterKey && { masterKey }) });
  if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
