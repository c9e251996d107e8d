import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPoolGroup,
  ClientAttributes,
  type IUserPool,
  Mfa,
  StringAttribute,
  UserPool,
  type UserPoolClient,
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
  /** Outputs of the stack for people and tools; empty without a user pool. */
  readonly outputs: Readonly<Record<string, string>>;

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
    this.outputs = cognito
      ? { UserPoolId: cognito.pool.userPoolId, UserPoolClientId: cognito.client.userPoolClientId }
      : {};
  }

  private connectUserPool(configuration: Configuration): { pool: IUserPool; client: UserPoolClient } {
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
    return { pool, client };
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
