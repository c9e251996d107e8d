import { describe, expect, it } from '@jest/globals';
import { template } from './support/deployed-functions.ts';

/*
 * CloudFormation replaces a resource when its logical id changes, which follows from the names of its constructs, or its
 * physical name, or its key. The new one is empty, and nothing of that shows in a review. So all of them are written down.
 */

type Pin = readonly [logicalId: string, facts: string, ifChanged: string];

const EMPTY = 'the product continues with an empty table, and no longer reads the one it has';
const STRANDED = 'the messages that wait in it are never read';
const LOST = 'the messages that wait in it are lost';
const TAKEN = 'the deployment fails, because its name is taken by the one that exists';
const UNSUBSCRIBED = 'its subscribers are lost, and confirmed e-mail addresses among them';

const PINS: Readonly<Record<keyof typeof FACTS, readonly Pin[]>> = {
  'AWS::DynamoDB::GlobalTable': [
    ['DataRecords27C8EFFC', 'key p + s, time to live x, RetainExceptOnCreate, protected', EMPTY],
    ['DataLedgerDBC368C7', 'key p + s, time to live x, RetainExceptOnCreate, protected', EMPTY],
    ['AccessAudit58FF1F5A', 'key p + s, time to live x, RetainExceptOnCreate, protected', EMPTY],
  ],
  'AWS::SQS::Queue': [
    ['IntakeLiveQueue288F7471', 'token-ledger-dev-live, RetainExceptOnCreate', TAKEN],
    ['IntakeLiveDeadLettersD655BCC3', 'without a name, RetainExceptOnCreate', STRANDED],
    ['IntakeBulkQueueD0EAEB7E', 'token-ledger-dev-bulk, RetainExceptOnCreate', TAKEN],
    ['IntakeBulkDeadLettersAF136236', 'without a name, RetainExceptOnCreate', STRANDED],
    ['NotificationsQueue91395D8F', 'token-ledger-dev-notifications, Delete', TAKEN],
    ['NotificationsDeadLetters2AC1E002', 'without a name, Delete', LOST],
    ['ExportsQueue3BC6B04F', 'without a name, Delete', LOST],
    ['ExportsDeadLetters8EDE8BF5', 'without a name, Delete', LOST],
    ['ReportsDeadLettersBD59BFF6', 'without a name, Delete', LOST],
  ],
  'AWS::S3::Bucket': [
    ['ExportsBucket54D5CE64', 'without a name, RetainExceptOnCreate', 'links to its files break'],
  ],
  'AWS::Cognito::UserPool': [
    [
      'AccessSignInUserPoolCC33711A',
      'user names email, attributes user_id: String mutable up to 128, RetainExceptOnCreate, protected',
      'everyone has to be invited again',
    ],
  ],
  'AWS::Cognito::UserPoolClient': [
    [
      'AccessSignInUserPoolClientE50BD07A',
      'of AccessSignInUserPoolCC33711A',
      'everyone is signed out, and tools have to learn its new id',
    ],
  ],
  'AWS::Events::EventBus': [['BudgetsBus738400E7', 'token-ledger-dev', TAKEN]],
  'AWS::SNS::Topic': [
    ['MonitoringAlarmsTopic63051086', 'without a name', UNSUBSCRIBED],
    ['BudgetsTopic24941371', 'without a name', UNSUBSCRIBED],
    ['ReportsTopic9651584A', 'without a name', UNSUBSCRIBED],
  ],
  'AWS::Scheduler::ScheduleGroup': [['ReportsGroup6CD67271', 'token-ledger-dev-reports, Delete', TAKEN]],
  'AWS::ApiGatewayV2::Api': [
    ['ApiCD79AAA0', 'HTTP', 'the API has a new address, which every producer has to learn'],
  ],
};

interface Resource {
  readonly Type: string;
  // Properties are as various as AWS.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly Properties?: any;
  readonly DeletionPolicy?: string | undefined;
  readonly UpdateReplacePolicy?: string | undefined;
}
type Resources = Readonly<Record<string, Resource>>;
type Facts = (properties: Resource['Properties'], removal: string) => string;

const name = (physicalName?: string) => physicalName ?? 'without a name';

/** What may not change of each type of resource that holds something. */
const FACTS = {
  'AWS::DynamoDB::GlobalTable': ({ KeySchema, TimeToLiveSpecification, Replicas, TableName }, removal) =>
    [
      ...(TableName === undefined ? [] : [TableName]),
      `key ${KeySchema.map(({ AttributeName }: { AttributeName: string }) => AttributeName).join(' + ')}`,
      `time to live ${TimeToLiveSpecification.AttributeName}`,
      removal,
      Replicas[0].DeletionProtectionEnabled ? 'protected' : 'not protected',
    ].join(', '),
  'AWS::SQS::Queue': ({ QueueName }, removal) => `${name(QueueName)}, ${removal}`,
  'AWS::S3::Bucket': ({ BucketName }, removal) => `${name(BucketName)}, ${removal}`,
  'AWS::Cognito::UserPool': ({ Schema, UsernameAttributes, DeletionProtection }, removal) => {
    const attributes = Schema.map(
      (attribute: Resource['Properties']) =>
        `${attribute.Name}: ${attribute.AttributeDataType} ${attribute.Mutable ? 'mutable' : 'fixed'} ` +
        `up to ${attribute.StringAttributeConstraints.MaxLength}`,
    );
    const protection = DeletionProtection === 'ACTIVE' ? 'protected' : 'not protected';
    return [`user names ${UsernameAttributes}`, `attributes ${attributes}`, removal, protection].join(', ');
  },
  'AWS::Cognito::UserPoolClient': ({ UserPoolId }) => `of ${UserPoolId.Ref}`,
  'AWS::Events::EventBus': ({ Name }) => name(Name),
  'AWS::SNS::Topic': ({ TopicName } = {}) => name(TopicName),
  'AWS::Scheduler::ScheduleGroup': ({ Name }, removal) => `${name(Name)}, ${removal}`,
  'AWS::ApiGatewayV2::Api': ({ ProtocolType }) => ProtocolType,
} satisfies Record<string, Facts>;

/** What a deployment of this template would break; nothing if it may be deployed. */
function breaks(found: Resources): readonly string[] {
  return Object.entries<Facts>(FACTS).flatMap(([type, factsOf]) => {
    const pins = PINS[type as keyof typeof FACTS];
    const changed = pins.flatMap(([id, pinned, ifChanged]) => {
      const { Properties, DeletionPolicy, UpdateReplacePolicy, Type } = found[id] ?? {};
      if (Type !== type) return [`There is no ${type} ${id} any more. If this is deployed, ${ifChanged}.`];
      // One is for the stack as a whole, the other for a replacement: a queue may go only if its creation failed.
      const kept = DeletionPolicy?.replace('ExceptOnCreate', '') === UpdateReplacePolicy;
      const removal = kept
        ? String(DeletionPolicy)
        : `${DeletionPolicy} but ${UpdateReplacePolicy} when replaced`;
      const facts = factsOf(Properties, removal);
      if (facts === pinned) return [];
      return [`${type} ${id} was “${pinned}” and is “${facts}”. If it is replaced, ${ifChanged}.`];
    });
    const unpinned = Object.entries(found)
      .filter(([id, { Type }]) => Type === type && !pins.some(([pinned]) => pinned === id))
      .map(([id]) => `${type} ${id} is not pinned: say what breaks if it changes.`);
    return [...changed, ...unpinned];
  });
}

describe('what holds data, messages, people or an address', () => {
  const { Resources: found }: { readonly Resources: Resources } = template.toJSON() as never;

  it('keeps its logical id, name and key, so that no deployment replaces it', () => {
    expect(breaks(found)).toEqual([]);
  });

  const changed = (id: string, change: (resource: Resource) => Partial<Resource>): Resources => {
    const resource = found[id];
    if (!resource) throw new Error(`There is no ${id}.`);
    return { ...found, [id]: { ...resource, ...change(resource) } };
  };

  it('is reported when a construct is renamed, with what is lost', () => {
    const { DataLedgerDBC368C7: table, ...others } = found;
    expect(breaks({ ...others, DataStatistics0123ABCD: table as Resource })).toEqual([
      `There is no AWS::DynamoDB::GlobalTable DataLedgerDBC368C7 any more. If this is deployed, ${EMPTY}.`,
      'AWS::DynamoDB::GlobalTable DataStatistics0123ABCD is not pinned: say what breaks if it changes.',
    ]);
  });

  it.each<[string, (properties: Resource['Properties']) => object]>([
    ['DataRecords27C8EFFC', () => ({ TableName: 'records' })],
    ['DataRecords27C8EFFC', ({ KeySchema }) => ({ KeySchema: [...KeySchema, { AttributeName: 's' }] })],
    ['DataLedgerDBC368C7', () => ({ TimeToLiveSpecification: { AttributeName: 'ttl' } })],
    ['AccessAudit58FF1F5A', () => ({ Replicas: [{ DeletionProtectionEnabled: false }] })],
    ['IntakeLiveQueue288F7471', () => ({ QueueName: 'token-ledger-live-dev' })],
    ['IntakeLiveDeadLettersD655BCC3', () => ({ QueueName: 'token-ledger-dead-letters' })],
    ['ExportsBucket54D5CE64', () => ({ BucketName: 'token-ledger-exports' })],
    ['AccessSignInUserPoolCC33711A', () => ({ UsernameAttributes: ['phone_number'] })],
    ['AccessSignInUserPoolCC33711A', ({ Schema: [user] }) => ({ Schema: [{ ...user, Name: 'user' }] })],
    ['BudgetsBus738400E7', () => ({ Name: 'token-ledger' })],
    ['BudgetsTopic24941371', () => ({ TopicName: 'token-ledger-budgets' })],
    ['ReportsGroup6CD67271', () => ({ Name: 'token-ledger-reports' })],
  ])('is reported when %s changes by %s', (id, change) => {
    const altered = changed(id, ({ Properties }) => ({
      Properties: { ...Properties, ...change(Properties) },
    }));
    expect(breaks(altered)).toEqual([expect.stringContaining(` ${id} was “`)]);
  });

  it.each([
    [{ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' }],
    [{ UpdateReplacePolicy: 'Delete' }],
    [{ DeletionPolicy: undefined, UpdateReplacePolicy: undefined }],
  ])('is reported when it would no longer outlive the stack: %j', (policies) => {
    for (const id of ['DataLedgerDBC368C7', 'IntakeLiveQueue288F7471', 'AccessSignInUserPoolCC33711A'])
      expect(breaks(changed(id, () => policies))).toHaveLength(1);
  });
});
