import { ArnFormat, Aws, CfnCondition, Fn, Stack, Validations } from 'aws-cdk-lib';
import {
  Alarm,
  type CfnAlarm,
  ComparisonOperator,
  type CreateAlarmOptions,
  type IAlarm,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmPrefix, describeAlarm, type Severity } from '../../functions/check-health/contract.ts';
import { createEmailTopic } from '../shared/email-topic.ts';

interface AlarmProps
  extends Pick<
    CreateAlarmOptions,
    'comparisonOperator' | 'threshold' | 'evaluationPeriods' | 'treatMissingData'
  > {
  readonly metric: IMetric;
  readonly severity: Severity;
  /** What has happened, as a sentence that a person understands at night. */
  readonly meaning: string;
  /** Anchor of the heading in `docs/runbook.md` that says what to do. */
  readonly runbook: string;
}

/** Alarms by their names. */
export type Alarms = Readonly<Record<string, AlarmProps>>;

export const above = (threshold: number) => condition(ComparisonOperator.GREATER_THAN_THRESHOLD, threshold);
export const below = (threshold: number) => condition(ComparisonOperator.LESS_THAN_THRESHOLD, threshold);
export const atLeast = (threshold: number) =>
  condition(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, threshold);

const condition = (comparisonOperator: ComparisonOperator, threshold: number) => ({
  comparisonOperator,
  threshold,
  evaluationPeriods: 1,
});

export interface AlarmRegistryProps {
  readonly stage: string;
  readonly email?: string | undefined;
}

/** Every alarm is made here, so that each notifies the topic and names its heading in the runbook. */
export class AlarmRegistry extends Construct {
  readonly topic: Topic;
  readonly alarms: IAlarm[] = [];
  private readonly stage: string;
  private readonly hasMetricMath: CfnCondition;

  constructor(scope: Construct, id: string, { stage, email }: AlarmRegistryProps) {
    super(scope, id);
    this.stage = stage;
    this.topic = createEmailTopic(this, email);
    // A topic with its own policy no longer accepts the alarms of its account by default.
    this.topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    // Emulators of AWS refuse alarms on metric math. They are recognized by an account id that AWS never assigns, or by a
    // condition in which the account id is not resolved.
    const emulated = ['000000000000', 'AWS::AccountId'].map((id) => Fn.conditionEquals(Aws.ACCOUNT_ID, id));
    this.hasMetricMath = new CfnCondition(this, 'HasMetricMath', {
      expression: Fn.conditionNot(Fn.conditionOr(...emulated)),
    });
    Validations.of(Stack.of(this)).acknowledge({
      id: 'CloudFormation-Validate::W1054',
      reason: 'AWS::AccountId is literal here: it is the value that an emulator leaves unresolved.',
    });
  }

  /** By default, missing data is not a problem: a deployment without traffic is healthy. */
  add(alarms: Alarms): void {
    for (const [name, { severity, meaning, runbook, ...props }] of Object.entries(alarms)) {
      const alarmName = `${alarmPrefix(this.stage)}${name}`;
      const alarm = new Alarm(this, name, {
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...props,
        alarmName,
        alarmDescription: describeAlarm({ meaning, severity, runbook }),
      });
      alarm.addAlarmAction(new SnsAction(this.topic));
      if (props.metric instanceof MathExpression) {
        (alarm.node.defaultChild as CfnAlarm).cfnOptions.condition = this.hasMetricMath;
      }
      this.alarms.push(this.alarmByName(name, alarmName));
    }
  }

  /** A reference that also works where the condition leaves the alarm out. */
  private alarmByName(name: string, alarmName: string): IAlarm {
    const arn = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: alarmName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return Alarm.fromAlarmArn(this, `${name}ByName`, arn);
  }
}
