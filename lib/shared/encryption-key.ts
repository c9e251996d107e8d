import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, type IPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Configuration } from '../configuration/read-configuration.ts';
import { producerPrincipals } from './producer-principals.ts';

const KEY_ID = 'Key';

/** What services do with a key for those who may use their resources. */
const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

/**
 * The company's own key for all that is stored: tables, queues, topics, files and logs. As with AWS's own keys, those who may use such
 * a resource may use the key through it, so roles need no permission of their own. Called before anything that it encrypts is made.
 */
export function createEncryptionKey(stack: Stack, configuration: Configuration): void {
  const { customerManagedKey, stage, removeDataOnDestroy } = configuration;
  if (!customerManagedKey) return;
  const key = new Key(stack, KEY_ID, {
    description: `Encrypts the data of Token Ledger, stage ${stage}`,
    alias: `token-ledger-${stage}`,
    enableKeyRotation: true,
    // Without it, what outlives the stack could not be read.
    removalPolicy: removeDataOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  const allow = (actions: readonly string[], principal: IPrincipal, conditions: Record<string, unknown>) =>
    key.addToResourcePolicy(
      new PolicyStatement({ actions: [...actions], principals: [principal], resources: ['*'], conditions }),
    );
  const through = (...services: readonly string[]) => ({
    'kms:ViaService': services.map((service) => `${service}.${stack.region}.${stack.urlSuffix}`),
  });

  allow([...USE, 'kms:CreateGrant'], new AnyPrincipal(), {
    StringEquals: { 'kms:CallerAccount': stack.account, ...through('dynamodb', 'sqs', 'sns', 's3') },
  });
  allow(USE, new ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`), {
    ArnLike: {
      'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: '*',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    },
  });
  // Alarms notify an encrypted topic.
  allow(['kms:Decrypt', 'kms:GenerateDataKey*'], new ServicePrincipal('cloudwatch.amazonaws.com'), {
    StringEquals: { 'aws:SourceAccount': stack.account },
  });
  // Schedules of reports that cannot start a function leave a dead letter.
  allow(['kms:Decrypt', 'kms:GenerateDataKey*'], new ServicePrincipal('scheduler.amazonaws.com'), {
    StringEquals: { 'aws:SourceAccount': stack.account },
  });
  for (const producer of producerPrincipals(configuration))
    allow(['kms:Decrypt', 'kms:GenerateDataKey*'], producer, { StringEquals: through('sqs') });
}

/** The company's own key, if it wants one. */
export function encryptionKeyOf({ node }: Stack): Key | undefined {
  return node.tryFindChild(KEY_ID) as Key | undefined;
}
