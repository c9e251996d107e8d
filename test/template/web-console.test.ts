import { describe, expect, it } from '@jest/globals';
import { CONSOLE_ROUTES } from '../../functions/serve-console/contract.ts';
import { referred, resource, resources, sorted, synthesize } from './support/synthesize.ts';

const template = synthesize();
const consoleRoutes = (from = template) =>
  resources(from, 'AWS::ApiGatewayV2::Route').filter(
    ({ Properties }) => !Properties.RouteKey.includes(' /v1/'),
  );

describe('the web console', () => {
  it('is served to anybody at the address of the API, and may do nothing else', () => {
    expect(sorted(consoleRoutes().map(({ Properties }) => Properties.RouteKey))).toEqual(
      sorted(Object.values(CONSOLE_ROUTES).map((path) => `GET ${path}`)),
    );
    const { logicalId } = resource(template, 'AWS::Lambda::Function', 'ConsoleServeConsole');
    for (const { Properties } of consoleRoutes()) {
      expect(Properties.AuthorizationType).toBe('NONE');
      const integration = Properties.Target['Fn::Join'][1][1].Ref;
      const { IntegrationUri } = resource(template, 'AWS::ApiGatewayV2::Integration', integration).Properties;
      expect(referred(IntegrationUri)).toBe(logicalId);
    }
  });

  it('is opened at the root', () => {
    const { ConsoleUrl, ApiUrl } = template.findOutputs('*');
    expect(ConsoleUrl?.['Value']).toEqual({ 'Fn::Join': ['', [ApiUrl?.['Value'], '/']] });
  });

  it('is not there when it is switched off', () => {
    const other = synthesize({ console: false });
    expect(consoleRoutes(other)).toEqual([]);
    expect(Object.keys(other.findOutputs('*'))).not.toContain('ConsoleUrl');
    const functions = resources(other, 'AWS::Lambda::Function').map(({ logicalId }) => logicalId);
    expect(functions.filter((id) => id.startsWith('Console'))).toEqual([]);
  });
});
