import { describe, expect, it } from '@jest/globals';
import { referred, resource, synthesize } from './support/synthesize.ts';

const intake = (settings: Record<string, unknown> = {}) => {
  const template = synthesize(settings);
  const queue = (name: string) => resource(template, 'AWS::SQS::Queue', `Intake${name}Queue`);
  const accept = resource(template, 'AWS::Lambda::Function', 'TelemetryAcceptTelemetry');
  return { queue, variables: accept.Properties.Environment.Variables };
};

describe('the intake of telemetry', () => {
  it('has spans wait in the bulk queue for 15 minutes, or for less if configured', () => {
    const { queue, variables } = intake();
    expect(referred(variables.BULK_QUEUE_URL)).toBe(queue('Bulk').logicalId);
    expect(variables.SPAN_DELAY_SECONDS).toBe('900');
    expect(intake({ spanDelaySeconds: 0 }).variables.SPAN_DELAY_SECONDS).toBe('0');
  });

  it('delays no other message of a queue', () => {
    const { queue } = intake();
    for (const name of ['Live', 'Bulk']) expect(queue(name).Properties.DelaySeconds).toBeUndefined();
  });
});
