import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPoolClient,
  type CfnUserPoolGroup,
  ClientAttributes,
  type IUserPool,
  Mfa,
  StringAttribute,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/read-configuration.ts';

/** How people sign in: by a Cognito user pool, by the company's own issuer, or not at all. */
export class SignIn extends Construct {
  /** Settings of the authorizer. */
  readonly environment: {
    readonly OIDC_ISSUER: string;
    readonly OIDC_AUDIENCE: string;
    readonly OIDC_USER_ID_CLAIM: string;
    readonly OIDC_GROUPS_CLAIM: string;
  };
  /** Settings of the console. */
  readonly consoleEnvironment: {
    readonly OIDC_ISSUER: string;
    readonly OIDC_CLIENT_ID: string;
    readonly OIDC_SCOPES: string;
    readonly OIDC_TOKEN: 'id_token' | 'access_token';
    readonly OIDC_AUDIENCE: string;
    readonly COGNITO_DOMAIN_URL: string;
  };
  /** Outputs of the stack for people and tools; empty without a user pool. */
  readonly outputs: Readonly<Record<string, string>>;
  private readonly client: UserPoolClient | undefined;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    const { signIn, oidcIssuer = '', oidcAudience = '', oidcUserIdClaim, oidcGroupsClaim } = configuration;
    const cognito = signIn === 'cognito' ? this.connectUserPool(configuration) : undefined;
    const { region } = Stack.of(this);
    this.environment = {
      OIDC_ISSUER: cognito
        ? `https://cognito-idp.${region}.amazonaws.com/${cognito.pool.userPoolId}`
        : oidcIssuer,
      OIDC_AUDIENCE: cognito?.client.userPoolClientId ?? oidcAudience,
      OIDC_USER_ID_CLAIM: oidcUserIdClaim,
      OIDC_GROUPS_CLAIM: oidcGroupsClaim ?? (cognito ? 'cognito:groups' : 'groups'),
    };
    const clientId = configuration.oidcClientId ?? this.environment.OIDC_AUDIENCE;
    const ownApi = !cognito && clientId !== oidcAudience;
    this.consoleEnvironment = {
      OIDC_ISSUER: this.environment.OIDC_ISSUER,
      OIDC_CLIENT_ID: clientId,
      OIDC_SCOPES: cognito ? COGNITO_SCOPES.join(' ') : configuration.oidcScopes,
      // Cognito's access tokens have no claims about the user other than `sub`.
      OIDC_TOKEN: ownApi || (cognito && oidcUserIdClaim === 'sub') ? 'access_token' : 'id_token',
      OIDC_AUDIENCE: ownApi ? oidcAudience : '',
      COGNITO_DOMAIN_URL: cognito?.domain.baseUrl() ?? '',
    };
    this.client = cognito?.client;
    this.outputs = cognito
      ? { UserPoolId: cognito.pool.userPoolId, UserPoolClientId: cognito.client.userPoolClientId }
      : {};
  }

  /** Lets people sign in from the console: the user pool sends them back to this address, and to no other. */
  allowConsole(url: string): void {
    // The client exists before the address of the API, which is behind the authorizer that trusts the client.
    const client = this.client?.node.defaultChild as CfnUserPoolClient | undefined;
    if (!client) return;
    client.supportedIdentityProviders = ['COGNITO'];
    client.allowedOAuthFlowsUserPoolClient = true;
    client.allowedOAuthFlows = ['code'];
    client.allowedOAuthScopes = [...COGNITO_SCOPES];
    client.callbackUrLs = [url];
    client.logoutUrLs = [url];
  }

  private connectUserPool(configuration: Configuration): {
    client: UserPoolClient;
    domain: UserPoolDomain;
    pool: IUserPool;
  } {
    const { userPoolId } = configuration.existing;
    // Groups stay with their pool.
    const pool =
      userPoolId === undefined
        ? this.createUserPool(configuration)
        : UserPool.fromUserPoolId(this, 'UserPool', userPoolId);
    const client = pool.addClient('Client', {
      generateSecret: false,
      authFlows: { userSrp: true, adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
      // Never `custom:user_id`: only administrators decide which user a person is.
      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
    });
    // The sign-in pages. Their name must be unique in the region, among all accounts.
    const domain = pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `token-ledger-${configuration.stage}-${Stack.of(this).account}` },
    });
    return { pool, client, domain };
  }

  private createUserPool({ removeDataOnDestroy, deletionProtection }: Configuration): UserPool {
    const removalPolicy = removeDataOnDestroy
      ? RemovalPolicy.DESTROY
      : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    const pool = new UserPool(this, 'UserPool', {
      // People are invited, because everyone who signs up is a member at once.
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      // A new address counts only once it is verified: otherwise a person could enter another's and see their usage.
      keepOriginal: { email: true },
      customAttributes: { user_id: new StringAttribute({ mutable: true, maxLen: 128 }) },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: deletionProtection && !removeDataOnDestroy,
      removalPolicy,
    });
    for (const groupName of ['admin', 'viewer']) {
      const group = pool.addGroup(`Group-${groupName}`, { groupName });
      // A pool that stays without its groups would forget who is in them.
      (group.node.defaultChild as CfnUserPoolGroup).applyRemovalPolicy(removalPolicy);
    }
    Validations.of(pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason: 'Everyone can add a second factor; the company decides who must have one.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason: 'Threat protection is part of a paid plan of Cognito, which the company can switch on.',
      },
    );
    return pool;
  }
}

const COGNITO_SCOPES = ['openid', 'email', 'profile'];
