import { describe, expect, it } from '@jest/globals';
import { EVERYTHING, functionOf, RESOURCES, template } from './support/deployed-functions.ts';
import { described, grantsOf } from './support/permissions.ts';
import { referred, resource, resources, synthesize } from './support/synthesize.ts';

const PASS_THROUGH = { gateway: { mode: 'pass-through' } };
const { logicalId: forwardCalls, Properties: fn } = functionOf('forward-calls');

describe('the gateway', () => {
  it('is off by default', () => {
    const without = synthesize();
    expect(resources(without, 'AWS::Lambda::Url')).toEqual([]);
    expect(Object.keys(without.findOutputs('*'))).not.toContain('GatewayUrl');
  });

  it('has a function URL that streams, and may be reached without IAM by both of its permissions', () => {
    expect(resource(template, 'AWS::Lambda::Url', 'Gateway').Properties).toEqual({
      AuthType: 'NONE',
      InvokeMode: 'RESPONSE_STREAM',
      TargetFunctionArn: { 'Fn::GetAtt': [forwardCalls, 'Arn'] },
    });
    const permissions = resources(template, 'AWS::Lambda::Permission')
      .filter(({ Properties }) => referred(Properties.FunctionName) === forwardCalls)
      .map(({ Properties }) => ({ ...Properties, FunctionName: undefined }));
    expect(permissions).toHaveLength(2);
    expect(permissions).toEqual(
      expect.arrayContaining([
        { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE', Principal: '*' },
        { Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true, Principal: '*' },
      ]),
    );
    expect(template.findOutputs('GatewayUrl')).toMatchObject({ GatewayUrl: { Value: expect.anything() } });
  });

  it('is the only function that anyone may invoke', () => {
    const open = resources(template, 'AWS::Lambda::Permission').filter(
      ({ Properties }) => Properties.Principal === '*',
    );
    expect(new Set(open.map(({ Properties }) => referred(Properties.FunctionName)))).toEqual(
      new Set([forwardCalls]),
    );
  });

  it('has 256 MB and all the time that Lambda gives, on ARM', () => {
    expect(fn).toMatchObject({ MemorySize: 256, Timeout: 900, Architectures: ['arm64'] });
    expect(fn).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('gets its settings, and never the key itself', () => {
    expect(fn.Environment.Variables).toMatchObject({
      GATEWAY_MODE: 'vault',
      ANTHROPIC_KEY_SECRET: 'anthropic/api-key',
      UPSTREAM_URL: 'https://api.anthropic.com',
      ENFORCE_BUDGETS: 'true',
    });
    const gateway = {
      ...PASS_THROUGH.gateway,
      reservedConcurrency: 100,
      upstream: 'https://proxy.example.com',
    };
    const { Properties } = functionOf('forward-calls', synthesize({ gateway }));
    expect(Properties.ReservedConcurrentExecutions).toBe(100);
    expect(Properties.Environment.Variables).toMatchObject({
      GATEWAY_MODE: 'pass-through',
      ANTHROPIC_KEY_SECRET: '',
      UPSTREAM_URL: 'https://proxy.example.com',
      ENFORCE_BUDGETS: 'false',
    });
  });

  it('may read the secret that it needs, by name or by ARN, and none without a vault', () => {
    const secrets = (settings: Record<string, unknown>) =>
      described(grantsOf(synthesize(settings), 'forward-calls')).filter((grant) => grant.includes('secret'));
    expect(secrets(EVERYTHING)).toEqual(['secretsmanager:GetSecretValue secret:anthropic/api-key-??????']);
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a/b-Ab12Cd';
    expect(secrets({ gateway: { mode: 'vault', anthropicKeySecret: arn } })).toEqual([
      `secretsmanager:GetSecretValue ${arn}`,
    ]);
    expect(secrets(PASS_THROUGH)).toEqual([]);
  });

  it('reads which budgets are spent only where it enforces them', () => {
    const reads = (settings: Record<string, unknown>) =>
      grantsOf(synthesize(settings), 'forward-calls').filter(({ partition }) => partition === 'G');
    expect(reads(EVERYTHING)).toEqual([
      { action: 'dynamodb:GetItem', resource: RESOURCES.ledger, partition: 'G' },
    ]);
    expect(reads(PASS_THROUGH)).toEqual([]);
  });
});
