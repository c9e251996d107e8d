import { ArnFormat, Aws, CfnCondition, type CfnResource, Fn, Stack, Validations } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type CreateAlarmOptions,
  type IAlarm,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  type AlarmDescription,
  alarmPrefix,
  describeAlarm,
  type Severity,
} from '../../functions/check-health/contract.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import { createEmailTopic } from '../shared/email-topic.ts';
import { dashboardName } from './dashboard-name.ts';

interface AlarmProps
  extends Pick<
    CreateAlarmOptions,
    'comparisonOperator' | 'threshold' | 'evaluationPeriods' | 'datapointsToAlarm' | 'treatMissingData'
  > {
  readonly metric: IMetric;
  /** What no caller would notice. Other alarms exist only where the configuration asks for all: each metric costs money. */
  readonly essential?: true;
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

/** In so many periods of so many, which need not follow each other: one failure that is repeated wakes nobody. */
export const inPeriods = (datapointsToAlarm: number, evaluationPeriods: number) => ({
  datapointsToAlarm,
  evaluationPeriods,
});

export interface AlarmRegistryProps {
  readonly stage: string;
  readonly monitoring: Pick<
    Configuration['monitoring'],
    'alarms' | 'alertEmail' | 'runbookUrl' | 'dashboard'
  >;
}

/** Every alarm is made here, so that each notifies the topic and names its heading in the runbook. */
export class AlarmRegistry extends Construct {
  readonly topic: Topic;
  readonly alarms: IAlarm[] = [];
  private readonly props: AlarmRegistryProps;
  private readonly severe: IAlarm[] = [];
  private hasMetricMath: CfnCondition | undefined;

  constructor(scope: Construct, id: string, props: AlarmRegistryProps) {
    super(scope, id);
    this.props = props;
    this.topic = createEmailTopic(this, props.monitoring.alertEmail);
    // A topic with its own policy no longer accepts the alarms of its account by default.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }

  /** By default, missing data is not a problem: a deployment without traffic is healthy. */
  add(alarms: Alarms): void {
    for (const [name, { essential, severity, meaning, runbook, ...props }] of Object.entries(alarms)) {
      if (!essential && this.props.monitoring.alarms === 'essential') continue;
      const alarm = new Alarm(this, name, {
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...props,
        alarmName: this.nameOf(name),
        alarmDescription: this.describe({ meaning, severity, runbook }),
      });
      this.notify(alarm);
      // Where runs are missing, there is no data to compare: that is the state that has to be reported.
      if (props.treatMissingData === TreatMissingData.MISSING)
        alarm.addInsufficientDataAction(new SnsAction(this.topic));
      if (props.metric instanceof MathExpression) this.onlyWithMetricMath(alarm);
      const reference = this.alarmByName(name);
      this.alarms.push(reference);
      if (severity === 'high') this.severe.push(reference);
    }
  }

  /** One alarm for pagers, which is on while any of the severe ones is; only among all alarms, as AWS takes $0.50 a month for it. */
  addComposite(name: string, description: Omit<AlarmDescription, 'severity'>): void {
    if (this.props.monitoring.alarms === 'essential') return;
    const composite = new CompositeAlarm(this, name, {
      compositeAlarmName: this.nameOf(name),
      alarmDescription: this.describe({ ...description, severity: 'high' }),
      alarmRule: AlarmRule.anyOf(...this.severe.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    });
    // It refers to the others by name, so it does not wait for them by itself.
    composite.node.addDependency(...this.node.children.filter((child) => child instanceof Alarm));
    this.notify(composite);
    this.onlyWithMetricMath(composite);
  }

  /** That a problem is over is news as well. */
  private notify(alarm: Alarm | CompositeAlarm): void {
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }

  private onlyWithMetricMath({ node }: Alarm | CompositeAlarm): void {
    this.hasMetricMath ??= this.createCondition();
    (node.defaultChild as CfnResource).cfnOptions.condition = this.hasMetricMath;
  }

  /**
   * Emulators of AWS refuse alarms on metric math. They are recognized by an account id that AWS never assigns, or by a condition in
   * which the account id is not resolved.
   */
  private createCondition(): CfnCondition {
    Validations.of(Stack.of(this)).acknowledge({
      id: 'CloudFormation-Validate::W1054',
      reason: 'AWS::AccountId is literal here: it is the value that an emulator leaves unresolved.',
    });
    const emulated = ['000000000000', 'AWS::AccountId'].map((id) => Fn.conditionEquals(Aws.ACCOUNT_ID, id));
    return new CfnCondition(this, 'HasMetricMath', {
      expression: Fn.conditionNot(Fn.conditionOr(...emulated)),
    });
  }

  private nameOf(name: string): string {
    return `${alarmPrefix(this.props.stage)}${name}`;
  }

  private describe(description: AlarmDescription): string {
    const { stage, monitoring } = this.props;
    const { region } = Stack.of(this);
    return describeAlarm({
      ...description,
      runbookUrl: monitoring.runbookUrl,
      dashboardUrl: monitoring.dashboard
        ? `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboardName(stage)}`
        : undefined,
    });
  }

  /** A reference that also works where the condition leaves the alarm out. */
  private alarmByName(name: string): IAlarm {
    const arn = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: this.nameOf(name),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return Alarm.fromAlarmArn(this, `${name}ByName`, arn);
  }
}
