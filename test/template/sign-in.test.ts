import { describe, expect, it } from '@jest/globals';
import { referred, resource, resources, sorted, synthesize } from './support/synthesize.ts';

const template = synthesize();
const POOL = 'AWS::Cognito::UserPool';
const pool = (from = template) => resource(from, POOL, 'AccessSignIn');
const variables = (from = template) =>
  resource(from, 'AWS::Lambda::Function', 'ApiAuthorizeRequest').Properties.Environment.Variables;
const consoleVariables = (from = template) =>
  resource(from, 'AWS::Lambda::Function', 'ConsoleServeConsole').Properties.Environment.Variables;

describe('the sign-in by Cognito', () => {
  it('is by invitation, with strong passwords and a second factor for who wants one', () => {
    expect(pool().Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('does not let people choose their user id', () => {
    const { Properties } = resource(template, 'AWS::Cognito::UserPoolClient', 'AccessSignIn');
    expect(Properties.WriteAttributes).toEqual(['email']);
    expect(pool().Properties.UserAttributeUpdateSettings).toEqual({
      AttributesRequireVerificationBeforeUpdate: ['email'],
    });
    expect(Properties).toMatchObject({ GenerateSecret: false, PreventUserExistenceErrors: 'ENABLED' });
  });

  it('has the groups that routes know', () => {
    const groups = resources(template, 'AWS::Cognito::UserPoolGroup');
    expect(sorted(groups.map(({ Properties }) => Properties.GroupName))).toEqual(['admin', 'viewer']);
  });

  it('is what the authorizer trusts, and nothing else', () => {
    const { OIDC_ISSUER, OIDC_AUDIENCE, ...claims } = variables();
    const [, parts] = OIDC_ISSUER['Fn::Join'];
    expect(parts).toEqual([
      'https://cognito-idp.',
      { Ref: 'AWS::Region' },
      '.amazonaws.com/',
      { Ref: pool().logicalId },
    ]);
    const client = resource(template, 'AWS::Cognito::UserPoolClient', 'AccessSignIn').logicalId;
    expect(referred(OIDC_AUDIENCE)).toBe(client);
    expect(claims).toMatchObject({ OIDC_USER_ID_CLAIM: 'sub', OIDC_GROUPS_CLAIM: 'cognito:groups' });
  });

  it('has pages of its own, which send people back to the console and to no other address', () => {
    const { Properties } = resource(template, 'AWS::Cognito::UserPoolClient', 'AccessSignIn');
    const consoleUrl = template.findOutputs('ConsoleUrl')['ConsoleUrl']?.['Value'];
    expect(JSON.stringify(consoleUrl)).toContain('ApiEndpoint');
    expect(Properties).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [consoleUrl],
      LogoutURLs: [consoleUrl],
      SupportedIdentityProviders: ['COGNITO'],
      EnableTokenRevocation: true,
    });
    const domain = resource(template, 'AWS::Cognito::UserPoolDomain', 'AccessSignIn');
    expect(referred(domain.Properties.UserPoolId)).toBe(pool().logicalId);
    expect(JSON.stringify(domain.Properties.Domain)).toContain('token-ledger-');
    expect(JSON.stringify(consoleVariables().COGNITO_DOMAIN_URL)).toContain(domain.logicalId);
  });

  it('sends people nowhere without the console', () => {
    const { Properties } = resource(
      synthesize({ console: false }),
      'AWS::Cognito::UserPoolClient',
      'AccessSignIn',
    );
    expect(Properties.CallbackURLs).toBeUndefined();
    expect(Properties.AllowedOAuthFlowsUserPoolClient).toBe(false);
  });

  it('outlives the stack unless configured otherwise', () => {
    expect(pool()).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { DeletionProtection: 'ACTIVE' },
    });
    expect(pool(synthesize({ removeDataOnDestroy: true }))).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtection: 'INACTIVE' },
    });
  });
});

describe('the sign-in by an issuer of the company', () => {
  it('takes the place of the user pool', () => {
    const other = synthesize({
      signIn: 'oidc',
      oidcIssuer: 'https://id.example.com/tenant',
      oidcAudience: 'token-ledger',
      oidcUserIdClaim: 'email',
    });
    expect(resources(other, POOL)).toEqual([]);
    expect(variables(other)).toMatchObject({
      OIDC_ISSUER: 'https://id.example.com/tenant',
      OIDC_AUDIENCE: 'token-ledger',
      OIDC_USER_ID_CLAIM: 'email',
      OIDC_GROUPS_CLAIM: 'groups',
    });
    expect(consoleVariables(other)).toMatchObject({
      OIDC_CLIENT_ID: 'token-ledger',
      OIDC_SCOPES: 'openid profile email',
      OIDC_TOKEN: 'id_token',
      OIDC_AUDIENCE: '',
      COGNITO_DOMAIN_URL: '',
    });
  });

  it('gives the console a token for the API where the console has a client id of its own', () => {
    const other = synthesize({
      signIn: 'oidc',
      oidcIssuer: 'https://id.example.com/tenant',
      oidcAudience: 'api://token-ledger',
      oidcClientId: 'console',
      oidcScopes: 'openid ledger',
    });
    expect(consoleVariables(other)).toMatchObject({
      OIDC_CLIENT_ID: 'console',
      OIDC_SCOPES: 'openid ledger',
      OIDC_TOKEN: 'access_token',
      OIDC_AUDIENCE: 'api://token-ledger',
    });
  });

  it('may be absent, and then no token is accepted', () => {
    const other = synthesize({ signIn: 'none' });
    expect(resources(other, POOL)).toEqual([]);
    expect(variables(other)).toMatchObject({ OIDC_ISSUER: '', OIDC_AUDIENCE: '' });
    expect(Object.keys(other.findOutputs('UserPool*'))).toEqual([]);
  });
});
