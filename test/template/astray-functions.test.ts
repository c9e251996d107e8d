import { describe, expect, it } from '@jest/globals';
import { AUDIT, FUNCTIONS, table, template } from './support/deployed-functions.ts';
import { grantsOf, isAllowed } from './support/permissions.ts';
import { referred, resource, resources } from './support/synthesize.ts';

describe('a function that went astray', () => {
  const WRITES = [
    'PutItem',
    'UpdateItem',
    'DeleteItem',
    'BatchWriteItem',
    'PartiQLInsert',
    'PartiQLUpdate',
    'PartiQLDelete',
  ];
  const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect'];
  const may = (name: string, actions: readonly string[], on: string, partition = '') =>
    actions.some((action) =>
      isAllowed(grantsOf(template, name), { action: `dynamodb:${action}`, resource: table(on), partition }),
    );

  it('cannot make itself an access key or enable one, unless it is the administration', () => {
    for (const name of FUNCTIONS) {
      const administers = name === 'AccessManageAccess';
      for (const partition of ['A#ak_1', 'K', 'U', 'X']) {
        expect(may(name, WRITES, 'Ledger', partition)).toBe(administers);
      }
      expect(may(name, READS, 'Ledger', 'A#ak_1')).toBe(administers || name === 'ApiAuthorizeRequest');
    }
  });

  it('cannot delete access keys or users, so that history keeps its names', () => {
    for (const name of FUNCTIONS) {
      for (const partition of ['A#ak_1', 'K', 'U']) {
        expect(may(name, ['DeleteItem', 'UpdateItem'], 'Ledger', partition)).toBe(false);
      }
    }
  });

  it('cannot change or delete what is on record, whoever it is', () => {
    const onAudit = FUNCTIONS.flatMap((name) => grantsOf(template, name)).filter(
      ({ resource: on }) => on === AUDIT || on === '*',
    );
    const actions = onAudit.map(({ action }) => action).filter((action) => action.startsWith('dynamodb:'));
    expect(new Set(actions)).toEqual(new Set(['dynamodb:PartiQLInsert', 'dynamodb:Query']));
  });

  it('cannot delete what is recorded, nor change it unless it is what completes records', () => {
    for (const name of FUNCTIONS) {
      const completes = ['IntakeAcceptUsage', 'IntakeRecordUsage'].includes(name);
      expect(may(name, ['PutItem'], 'Records')).toBe(completes);
      expect(
        may(
          name,
          WRITES.filter((action) => action !== 'PartiQLInsert' && action !== 'PutItem'),
          'Records',
        ),
      ).toBe(false);
      expect(may(name, ['UpdateItem', 'DeleteItem'], 'Ledger', 'L#202611211200#0')).toBe(false);
    }
  });

  it('cannot see budgets, which have the secrets of webhooks, unless it has to do with them', () => {
    for (const name of FUNCTIONS) {
      const its = ['BudgetsEvaluateBudgets', 'DeliveryDeliverNotifications', 'BudgetsManageBudgets'].includes(
        name,
      );
      expect(may(name, READS, 'Ledger', 'B#budgets')).toBe(its);
      expect(may(name, WRITES, 'Ledger', 'B#budgets')).toBe(name === 'BudgetsManageBudgets');
    }
  });

  it('cannot see reports, which have the secrets of webhooks, unless it has to do with them', () => {
    for (const name of FUNCTIONS) {
      const its = ['ReportsRunReport', 'DeliveryDeliverNotifications', 'ReportsManageReports'].includes(name);
      expect(may(name, READS, 'Ledger', 'R')).toBe(its);
      expect(may(name, WRITES, 'Ledger', 'R')).toBe(name === 'ReportsManageReports');
    }
  });

  it('cannot pass on any role but that of the schedules of reports, and that only to them', () => {
    for (const name of FUNCTIONS) {
      const passing = statementsOf(name).filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
      expect(passing.map(({ Condition }) => Condition)).toEqual(
        name.startsWith('Reports')
          ? [{ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }]
          : [],
      );
    }
  });

  function statementsOf(name: string): readonly { Action: unknown; Condition?: unknown }[] {
    const role = referred(resource(template, 'AWS::Lambda::Function', name).Properties.Role);
    return resources(template, 'AWS::IAM::Policy')
      .filter(({ Properties }) => Properties.Roles.some((each: unknown) => referred(each) === role))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  }

  it('cannot write statistics unless it is the roll-up', () => {
    for (const name of FUNCTIONS) {
      expect(may(name, WRITES, 'Ledger', 'T#all#H#2026112112')).toBe(name === 'RollupRollUpUsage');
    }
  });
});
