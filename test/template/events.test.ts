import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES } from '@token-ledger/contract';
import type { ServiceName } from '../../functions/shared/metrics.ts';
import { referred, resource, resources, synthesize } from './support/synthesize.ts';

type Template = ReturnType<typeof synthesize>;
const usual = synthesize();

/** The types that a function sends, or undefined if it sends none at all. */
function sentBy(service: ServiceName, template: Template): readonly string[] | undefined {
  const found = resources(template, 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === service,
  );
  const events: unknown = found?.Properties.Environment.Variables.EVENTS;
  return typeof events === 'string' ? (JSON.parse(events) as string[]) : undefined;
}

const SENDERS = ['accept-usage', 'record-usage', 'roll-up-usage', 'manage-access', 'write-export'] as const;

describe('events', () => {
  it('are all sent but that of each batch, by the functions that notice what they are about', () => {
    const types = Object.keys(EVENT_TYPES).filter((type) => type !== 'usageCollected');
    for (const service of SENDERS) expect([service, sentBy(service, usual)]).toEqual([service, types]);
    expect(sentBy('query-usage', usual)).toBeUndefined();
  });

  it('are switched on and off one by one', () => {
    const off = ['usageConflict', 'budgetThreshold'];
    const events = { usageCollected: true, ...Object.fromEntries(off.map((type) => [type, false])) };
    const template = synthesize({ events });
    const types = Object.keys(EVENT_TYPES).filter((type) => !off.includes(type));
    for (const service of SENDERS) expect([service, sentBy(service, template)]).toEqual([service, types]);
    const deliver = resource(template, 'AWS::Lambda::Function', 'DeliveryDeliverNotifications');
    expect(deliver.Properties.Environment.Variables.BUDGET_EVENTS).toBe('false');
  });

  it('go to a bus of the account, if one is named, which the stack does not manage', () => {
    const template = synthesize({ events: { busName: 'company/events' } });
    expect(resources(template, 'AWS::Events::EventBus')).toEqual([]);
    const deliver = resource(template, 'AWS::Lambda::Function', 'DeliveryDeliverNotifications');
    expect(deliver.Properties.Environment.Variables.EVENT_BUS_NAME).toBe('company/events');
    const statements = resources(template, 'AWS::IAM::Policy').flatMap(
      ({ Properties }): readonly { Action: unknown; Resource: unknown }[] =>
        Properties.PolicyDocument.Statement,
    );
    const allowed = statements.filter(({ Action }) => JSON.stringify(Action).includes('events:'));
    expect(allowed.map(({ Action }) => Action)).toEqual(['events:PutEvents']);
    expect(JSON.stringify(allowed[0]?.Resource)).toContain(':event-bus/company/events"');
  });

  it('are put on the bus by one function only', () => {
    const policies = resources(usual, 'AWS::IAM::Policy').filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes('events:PutEvents'),
    );
    const deliver = resource(usual, 'AWS::Lambda::Function', 'DeliveryDeliverNotifications');
    const role = referred(deliver.Properties.Role);
    expect(policies.map(({ Properties }) => Properties.Roles.map(referred))).toEqual([[role]]);
  });
});
