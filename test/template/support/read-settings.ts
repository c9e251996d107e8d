import { expect } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { type ConfigurationError, readConfiguration } from '../../../lib/configuration/read-configuration.ts';

/** The configuration that these settings in the CDK context make. */
export const read = (settings?: unknown, stage?: string) =>
  readConfiguration(
    new App({
      context: {
        ...(settings !== undefined && { tokenLedger: settings }),
        ...(stage !== undefined && { stage }),
      },
    }).node,
  );

/** The problems of a configuration that is not valid. */
export function problems(settings: unknown, stage?: string): readonly string[] {
  try {
    read(settings, stage);
  } catch (error) {
    const [heading, ...lines] = (error as ConfigurationError).message.split('\n- ');
    expect(heading).toBe('The configuration in the CDK context is not valid:');
    return lines;
  }
  return [];
}
