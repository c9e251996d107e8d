import { CfnParameter, CfnRule, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';

/**
 * Keeps days and months where they begin, however the stack is deployed. CloudFormation keeps the value that a parameter got
 * first, though the default in the template changes; a rule compares it with the configured zone before anything is changed.
 */
export class FixedTimeZone extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, reportingTimeZone }: Pick<Configuration, 'stage' | 'reportingTimeZone'>,
  ) {
    super(scope, id);
    const first = new CfnParameter(this, 'Zone', {
      default: reportingTimeZone,
      description:
        'Where days and months of this stage begin. Set once: the sums that are counted depend on it.',
    });
    first.overrideLogicalId('DaysBeginIn');
    const rule = new CfnRule(this, 'Rule', {
      assertions: [
        {
          assert: Fn.conditionEquals(first.valueAsString, reportingTimeZone),
          assertDescription:
            `Days and months of the stage ${stage} do not begin in ${reportingTimeZone}, and the sums of those that are ` +
            'counted would be wrong. Set reportingTimeZone to the output ReportingTimeZone of the stack, or use another stage. ' +
            `As long as nothing is recorded: npx cdk deploy -c stage=${stage} --parameters DaysBeginIn=${reportingTimeZone}`,
        },
      ],
    });
    rule.overrideLogicalId('DaysBeginWhereTheyBegan');
  }
}
