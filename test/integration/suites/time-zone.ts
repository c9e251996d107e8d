import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  type Parameter,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { FixedTimeZone } from '../../../lib/data/fixed-time-zone.ts';
import { emulatorClient } from '../../../scripts/local/aws-environment.ts';
import { waitFor } from '../../support/wait-for.ts';
import { deployedProduct } from '../support/deployed-product.ts';

const StackName = 'time-zone-test';
/** What the CDK sends with every deployment but the first. */
const KEPT = [{ ParameterKey: 'DaysBeginIn', UsePreviousValue: true }];

/** CloudFormation itself, with a stack of nothing else: whether the rule of the product's stack holds. */
export function describeTimeZone(): void {
  describe('a later deployment with another reporting time zone', () => {
    let cloudFormation: CloudFormationClient;

    beforeAll(async () => {
      const { endpoint } = await deployedProduct();
      cloudFormation = new CloudFormationClient(emulatorClient(endpoint));
      await cloudFormation.send(
        new CreateStackCommand({ StackName, TemplateBody: templateIn('Europe/Berlin') }),
      );
      await settled('CREATE_COMPLETE');
    });
    afterAll(async () => {
      await cloudFormation.send(new DeleteStackCommand({ StackName }));
      cloudFormation.destroy();
    });

    const update = async (zone: string, Parameters: Parameter[]) =>
      cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: templateIn(zone), Parameters }));
    const settled = (status: string) =>
      waitFor(status, async () => {
        const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
        return Stacks[0]?.StackStatus === status ? Stacks[0] : undefined;
      });

    it('is refused before anything is changed, with what to do', async () => {
      await expect(update('Asia/Tokyo', KEPT)).rejects.toThrow(
        /Days and months of the stage prod do not begin in Asia\/Tokyo.*--parameters DaysBeginIn=Asia\/Tokyo/s,
      );
      const { Parameters } = await settled('CREATE_COMPLETE');
      expect(Parameters).toContainEqual(
        expect.objectContaining({ ParameterKey: 'DaysBeginIn', ParameterValue: 'Europe/Berlin' }),
      );
    });

    it('is done where it is asked for by name, and then holds', async () => {
      await update('Asia/Tokyo', [{ ParameterKey: 'DaysBeginIn', ParameterValue: 'Asia/Tokyo' }]);
      await settled('UPDATE_COMPLETE');
      await expect(update('Europe/Berlin', KEPT)).rejects.toThrow('do not begin in Europe/Berlin');
    });
  });
}

/** With a topic, so that each zone changes something. */
function templateIn(reportingTimeZone: string): string {
  const app = new App();
  const stack = new Stack(app, StackName);
  new FixedTimeZone(stack, 'TimeZone', { stage: 'prod', reportingTimeZone });
  new Topic(stack, 'Topic', { displayName: reportingTimeZone });
  return JSON.stringify(app.synth().getStackByName(StackName).template);
}
