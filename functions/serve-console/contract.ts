import * as z from 'zod/mini';
import { text } from '../shared/environment.ts';

export const environment = z.object({
  STAGE: text(),
  REPORTING_TIME_ZONE: text(),
  /** Empty without a gateway. */
  GATEWAY_URL: z.string(),
  /** Empty where nobody can sign in. */
  OIDC_ISSUER: z.string(),
  OIDC_CLIENT_ID: z.string(),
  OIDC_SCOPES: z.string(),
  /** What the API accepts: the token whose audience is the API. */
  OIDC_TOKEN: z.enum(['id_token', 'access_token']),
  /** What to request access tokens for; empty if the issuer needs no audience. */
  OIDC_AUDIENCE: z.string(),
  /** Where Cognito's sign-in pages are; empty with another issuer, which has a discovery document. */
  COGNITO_DOMAIN_URL: z.string(),
});

/** What the console is served by. All of it is open: its pages ask for what they show by the credentials of their reader. */
export const CONSOLE_ROUTES = {
  home: '/',
  reference: '/reference',
  settings: '/console.json',
  asset: '/assets/{file}',
} as const;

/** The folder beside the function's code that the console is built into. */
export const SITE_FOLDER = 'site';
