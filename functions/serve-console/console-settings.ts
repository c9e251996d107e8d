/** What the pages need to know of their deployment before anybody signs in: `console.json`. Contains nothing secret. */
export interface ConsoleSettings {
  readonly stage: string;
  readonly reportingTimeZone: string;
  /** Present, and true, where an emulator stands in for AWS. */
  readonly isEmulated?: true;
  /** Absent without a gateway. */
  readonly gatewayUrl?: string;
  /** Absent where only access keys work. */
  readonly signIn?: SignInSettings;
}

interface SignInSettings {
  readonly authority: string;
  readonly clientId: string;
  readonly scopes: string;
  /** The token to send to the API. */
  readonly token: 'id_token' | 'access_token';
  readonly audience?: string;
  /** The endpoints of an issuer that are not discovered. May be relative to the page. */
  readonly endpoints?: {
    readonly authorization: string;
    readonly token: string;
    readonly revocation: string;
    /** Takes `client_id` and `logout_uri`, which are Cognito's own parameters. */
    readonly logout: string;
  };
}

interface ConsoleVariables {
  readonly STAGE: string;
  readonly REPORTING_TIME_ZONE: string;
  readonly GATEWAY_URL: string;
  readonly OIDC_ISSUER: string;
  readonly OIDC_CLIENT_ID: string;
  readonly OIDC_SCOPES: string;
  readonly OIDC_TOKEN: 'id_token' | 'access_token';
  readonly OIDC_AUDIENCE: string;
  readonly COGNITO_DOMAIN_URL: string;
}

/**
 * The settings of the pages. `awsEndpoint` is the variable by which every AWS SDK is sent elsewhere, to an emulator: Cognito's
 * pages are then at the root of the console's own origin.
 */
export function consoleSettings(
  variables: ConsoleVariables,
  awsEndpoint: string | undefined,
): ConsoleSettings {
  const { OIDC_ISSUER, COGNITO_DOMAIN_URL, GATEWAY_URL, OIDC_AUDIENCE } = variables;
  const domain = awsEndpoint === undefined ? COGNITO_DOMAIN_URL : '';
  return {
    stage: variables.STAGE,
    reportingTimeZone: variables.REPORTING_TIME_ZONE,
    ...(awsEndpoint !== undefined && { isEmulated: true }),
    ...(GATEWAY_URL !== '' && { gatewayUrl: GATEWAY_URL }),
    ...(OIDC_ISSUER !== '' && {
      signIn: {
        authority: OIDC_ISSUER,
        clientId: variables.OIDC_CLIENT_ID,
        scopes: variables.OIDC_SCOPES,
        token: variables.OIDC_TOKEN,
        ...(OIDC_AUDIENCE !== '' && { audience: OIDC_AUDIENCE }),
        ...(COGNITO_DOMAIN_URL !== '' && { endpoints: cognitoEndpoints(domain) }),
      },
    }),
  };
}

/** The other origin that the pages may send requests to: it exchanges the code of a sign-in for tokens. */
export function signInOrigin({ signIn }: ConsoleSettings): string | undefined {
  const address = signIn?.endpoints ? signIn.endpoints.token : signIn?.authority;
  return address !== undefined && URL.canParse(address) ? new URL(address).origin : undefined;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html */
function cognitoEndpoints(domain: string): NonNullable<SignInSettings['endpoints']> {
  return {
    authorization: `${domain}/oauth2/authorize`,
    token: `${domain}/oauth2/token`,
    revocation: `${domain}/oauth2/revoke`,
    logout: `${domain}/logout`,
  };
}
